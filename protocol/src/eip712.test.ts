import { Signature, TypedDataEncoder, Wallet } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenUnits } from './brand.ts';
import { fromHex, toHex } from './bytes.ts';
import {
  addressOf,
  channelId,
  compactSignature,
  type Domain,
  hubDomain,
  newPrivateKey,
  recoverTyped,
  type StructType,
  signTyped,
  typedHash,
  VOUCHER,
} from './eip712.ts';

const KEY = fromHex('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d');
const HUB = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const DOMAIN = hubDomain(31337n, HUB);
const PROMISE = { channel: `0x${'ab'.repeat(32)}`, cumulative: 87_000_000n as TokenUnits };

const EVERYTHING = {
  name: 'Everything',
  fields: [
    { name: 'who', type: 'address' },
    { name: 'what', type: 'bytes32' },
    { name: 'small', type: 'uint64' },
    { name: 'large', type: 'uint256' },
    { name: 'text', type: 'string' },
    { name: 'blob', type: 'bytes' },
    { name: 'flag', type: 'bool' },
  ],
} as const satisfies StructType;

const hexBytes = (options: { minLength?: number; maxLength?: number }) =>
  fc.uint8Array(options).map((bytes) => `0x${toHex(bytes)}`);
const exactly = (length: number) => hexBytes({ minLength: length, maxLength: length });

const anything = fc.record({
  who: exactly(20),
  what: exactly(32),
  small: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  large: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
  blob: hexBytes({ maxLength: 80 }),
  flag: fc.boolean(),
});

/** The same struct in the words of ethers. */
const ofEthers = (struct: StructType) => ({ [struct.name]: struct.fields.map((field) => ({ ...field })) });

describe('typed data', () => {
  it('hashes and signs every field type exactly as ethers does', async () => {
    const wallet = new Wallet(`0x${toHex(KEY)}`);
    const property = fc.asyncProperty(anything, async (value) => {
      const hash = TypedDataEncoder.hash({ ...DOMAIN }, ofEthers(EVERYTHING), value);
      expect(`0x${toHex(typedHash(DOMAIN, EVERYTHING, value))}`).toBe(hash);
      const signature = await wallet.signTypedData({ ...DOMAIN }, ofEthers(EVERYTHING), value);
      expect(signTyped(KEY, DOMAIN, EVERYTHING, value)).toBe(signature);
    });
    await fc.assert(property, { numRuns: 40, verbose: true });
  });

  it('recovers the signer, and nobody when domain, value or signature is another one', () => {
    const key = newPrivateKey();
    const signature = signTyped(key, DOMAIN, VOUCHER, PROMISE);
    expect(recoverTyped(DOMAIN, VOUCHER, PROMISE, signature)).toBe(addressOf(key));
    const elsewhere: Domain = { ...DOMAIN, chainId: 1n };
    expect(recoverTyped(elsewhere, VOUCHER, PROMISE, signature)).not.toBe(addressOf(key));
    const more = { ...PROMISE, cumulative: (PROMISE.cumulative + 1n) as TokenUnits };
    expect(recoverTyped(DOMAIN, VOUCHER, more, signature)).not.toBe(addressOf(key));
  });

  it('refuses the high-s twin of a signature', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const { r, s, v } = Signature.from(signTyped(KEY, DOMAIN, VOUCHER, PROMISE));
    const twin = `${r}${(order - BigInt(s)).toString(16).padStart(64, '0')}${(55 - v).toString(16)}`;
    expect(recoverTyped(DOMAIN, VOUCHER, PROMISE, twin)).toBeNull();
  });

  it.each([
    ['empty', '0x'],
    ['text', 'signed, honestly'],
    ['64 bytes', `0x${'11'.repeat(64)}`],
    ['v 29', `0x${'11'.repeat(64)}1d`],
    ['zeros', `0x${'00'.repeat(64)}1b`],
    ['r beyond the curve', `0x${'ff'.repeat(32)}${'11'.repeat(32)}1b`],
  ])('[SE1] answers null to a malformed signature: %s', (_, signature) => {
    expect(recoverTyped(DOMAIN, VOUCHER, PROMISE, signature)).toBeNull();
  });

  it('[SE1] answers null to a value that does not fit its struct', () => {
    const signature = signTyped(KEY, DOMAIN, VOUCHER, PROMISE);
    expect(recoverTyped(DOMAIN, VOUCHER, { ...PROMISE, cumulative: 2n ** 64n }, signature)).toBeNull();
    expect(recoverTyped(DOMAIN, VOUCHER, { ...PROMISE, channel: '0x12' }, signature)).toBeNull();
    expect(recoverTyped(DOMAIN, VOUCHER, {} as typeof PROMISE, signature)).toBeNull();
  });

  it('throws a RangeError when asked to sign a value that does not fit', () => {
    expect(() => signTyped(KEY, DOMAIN, VOUCHER, { ...PROMISE, cumulative: -1n })).toThrow(RangeError);
    expect(() => typedHash({ ...DOMAIN, verifyingContract: '0x12' }, VOUCHER, PROMISE)).toThrow(RangeError);
  });
});

describe('keys and ids', () => {
  it('derives addresses as ethers does', () => {
    expect(addressOf(KEY)).toBe(new Wallet(`0x${toHex(KEY)}`).address.toLowerCase());
    expect(() => addressOf(new Uint8Array(32))).toThrow(RangeError);
  });

  it('packs a signature as EIP-2098 does', () => {
    const signature = signTyped(KEY, DOMAIN, VOUCHER, PROMISE);
    const { r, yParityAndS } = Signature.from(signature);
    expect(compactSignature(signature)).toEqual({ r, vs: yParityAndS });
  });

  it('derives another channel from each of its three parts', () => {
    const salt = `0x${'00'.repeat(32)}`;
    const other = `0x${'11'.repeat(20)}`;
    const ids = [
      channelId(HUB, other, salt),
      channelId(other, HUB, salt),
      channelId(HUB, HUB, salt),
      channelId(HUB, other, `0x${'01'.repeat(32)}`),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(() => channelId('0x12', other, salt)).toThrow(RangeError);
  });
});
