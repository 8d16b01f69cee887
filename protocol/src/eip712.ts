/**
 * EIP-712 for the flat structs that this network signs: vouchers, certificates, greetings. Small enough for an
 * embed script, where ethers (ten times the size) has no place; equal to ethers byte for byte.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { TokenUnits } from './brand.ts';
import { concatBytes, fromHex, toHex, utf8 } from './bytes.ts';

/** What a signature is valid for. The salt and optional fields of the standard are not used. */
export interface Domain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  readonly verifyingContract: string;
}

export type FieldType = 'address' | 'bytes32' | 'uint64' | 'uint256' | 'string' | 'bytes' | 'bool';

/** A struct without nesting, its fields in the order in which they are hashed. */
export interface StructType {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
}

type FieldValue<T extends FieldType> = T extends 'uint64' | 'uint256'
  ? bigint
  : T extends 'bool'
    ? boolean
    : T extends 'bytes32' | 'bytes'
      ? string | Uint8Array
      : string;

/** The values of a struct by field name. Addresses are hex text; bytes are hex text or bytes. */
export type StructValue<S extends StructType> = {
  readonly [F in S['fields'][number] as F['name']]: FieldValue<F['type']>;
};

/** A researcher's promise: everything that was ever spent through one channel of the hub. */
export const VOUCHER = {
  name: 'Voucher',
  fields: [
    { name: 'channel', type: 'bytes32' },
    { name: 'cumulative', type: 'uint64' },
  ],
} as const satisfies StructType;

/** On what terms a relayer may claim for a payee once; what each says stands in contracts/solidity/IComputeHub.sol. */
export const RELAYED_CLAIM = {
  name: 'RelayedClaim',
  fields: [
    { name: 'index', type: 'uint256' },
    { name: 'account', type: 'address' },
    { name: 'claimed', type: 'uint64' },
    { name: 'fee', type: 'uint64' },
    { name: 'least', type: 'uint64' },
    { name: 'relayer', type: 'address' },
    { name: 'deadline', type: 'uint64' },
  ],
} as const satisfies StructType;

/** What the operator signs for a payee: see ReceiptIn in contracts/solidity/IPayeeGuard.sol. */
export const PAYEE_RECEIPT = {
  name: 'Receipt',
  fields: [
    { name: 'index', type: 'uint256' },
    { name: 'account', type: 'address' },
    { name: 'cumulative', type: 'uint64' },
    { name: 'dueEpoch', type: 'uint64' },
  ],
} as const satisfies StructType;

/** A payee asks a coordinator for its ledger entries; `at` in milliseconds since 1970. */
export const STATEMENT_REQUEST = {
  name: 'StatementRequest',
  fields: [
    { name: 'account', type: 'address' },
    { name: 'at', type: 'uint64' },
  ],
} as const satisfies StructType;

const DOMAIN = {
  name: 'EIP712Domain',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
} as const satisfies StructType;

const HALF_ORDER = secp256k1.Point.Fn.ORDER / 2n;

/** The domain of vouchers for one deployment of the hub. */
export const hubDomain = (chainId: bigint, hub: string): Domain => ({
  name: 'Manyhands ComputeHub',
  version: '1',
  chainId,
  verifyingContract: hub,
});

/** The 32 bytes that are signed. Throws a RangeError for a value that does not fit its field. */
export function typedHash<const S extends StructType>(
  domain: Domain,
  struct: S,
  value: StructValue<S>,
): Uint8Array {
  const separator = hashStruct(DOMAIN, { ...domain });
  return keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), separator, hashStruct(struct, { ...value })));
}

/** Signs with a 32-byte secret, deterministically (RFC 6979), low s: 0x and 65 bytes r, s, v, where v is 27 or 28. */
export function signTyped<const S extends StructType>(
  privateKey: Uint8Array,
  domain: Domain,
  struct: S,
  value: StructValue<S>,
): string {
  const hash = typedHash(domain, struct, value);
  const signed = secp256k1.sign(hash, privateKey, { prehash: false, format: 'recovered' });
  // noble puts the recovery bit in front.
  return `0x${toHex(signed.subarray(1))}${toHex(Uint8Array.of(27 + signed[0]))}`;
}

/** Who signed: a lower-case address, or null for anything that is not the one low-s signature of a fitting value. */
export function recoverTyped<const S extends StructType>(
  domain: Domain,
  struct: S,
  value: StructValue<S>,
  signature: string,
): string | null {
  if (!/^0x[0-9a-fA-F]{128}1[bc]$/i.test(signature)) return null;
  const bytes = fromHex(signature);
  if (BigInt(`0x${toHex(bytes.subarray(32, 64))}`) > HALF_ORDER) return null;
  try {
    const hash = typedHash(domain, struct, value);
    const recoverable = concatBytes(Uint8Array.of(bytes[64] - 27), bytes.subarray(0, 64));
    const key = secp256k1.recoverPublicKey(recoverable, hash, { prehash: false });
    return addressOfPublicKey(secp256k1.Point.fromBytes(key).toBytes(false));
  } catch {
    // The value does not fit its struct, or no point of the curve belongs to r: a stranger's input, nobody's signature.
    return null;
  }
}

/** EIP-2098: the two words r and vs in which the hub takes a signature. */
export function compactSignature(signature: string): { r: string; vs: string } {
  const bytes = fromHex(signature);
  if (bytes.length !== 65) throw new RangeError('a signature has 65 bytes');
  const vs = bytes.slice(32, 64);
  vs[0] |= (bytes[64] - 27) << 7;
  return { r: `0x${toHex(bytes.subarray(0, 32))}`, vs: `0x${toHex(vs)}` };
}

/** A voucher as the hub redeems it: with whose channel it is for, and the signature as 65 bytes of hex. */
export interface SignedPromise {
  readonly researcher: string;
  readonly signer: string;
  /** 0x and 32 bytes as hex. */
  readonly salt: string;
  readonly cumulative: bigint;
  readonly signature: string;
}

/** Vouchers end to end, 144 bytes each, as the hub's `redeem` and `settle` take them. */
export const packedVouchers = (vouchers: readonly SignedPromise[]): Uint8Array =>
  concatBytes(...vouchers.map(packedVoucher));

function packedVoucher({ researcher, signer, salt, cumulative, signature }: SignedPromise): Uint8Array {
  const { r, vs } = compactSignature(signature);
  const amount = cumulative.toString(16).padStart(16, '0');
  return concatBytes(...[researcher, signer, salt, `0x${amount}`, r, vs].map(fromHex));
}

/** A fresh 32-byte secret from the platform's secure random source. */
export const newPrivateKey = (): Uint8Array => secp256k1.utils.randomSecretKey();

/** The lower-case address of a secret; throws a RangeError when it is none. */
export function addressOf(privateKey: Uint8Array): string {
  if (!secp256k1.utils.isValidSecretKey(privateKey)) throw new RangeError('not a secp256k1 secret');
  return addressOfPublicKey(secp256k1.getPublicKey(privateKey, false));
}

/** Of channels by which an operator makes its losses good: “make-good” as bytes. No job is paid from them. */
export const MAKE_GOOD_SALT = `0x${'6d616b652d676f6f64'.padEnd(64, '0')}`;

/** The hub's id of a channel: keccak256(abi.encode(researcher, signer, salt)) as 0x and 64 hex digits. */
export function channelId(researcher: string, signer: string, salt: string): string {
  const words = [word('address', researcher), word('address', signer), word('bytes32', salt)];
  return `0x${toHex(keccak_256(concatBytes(...words)))}`;
}

/** What VOUCHER signs, with the branded amount. */
export interface Voucher {
  /** 0x and 64 hex digits, see {@link channelId}. */
  readonly channel: string;
  readonly cumulative: TokenUnits;
}

/** The lower-case address of an uncompressed public key of 65 bytes; whether it is a point of the curve is not asked. */
export const addressOfPublicKey = (publicKey: Uint8Array): string =>
  `0x${toHex(keccak_256(publicKey.subarray(1)).subarray(12))}`;

type AnyValue = Readonly<Record<string, bigint | boolean | string | Uint8Array>>;

function hashStruct({ name, fields }: StructType, value: AnyValue): Uint8Array {
  const signature = `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`;
  const words = fields.map((field) => word(field.type, value[field.name]));
  return keccak_256(concatBytes(keccak_256(utf8(signature)), ...words));
}

/** One field as the 32 bytes that the struct's hash covers. */
function word(type: FieldType, value: AnyValue[string] | undefined): Uint8Array {
  switch (type) {
    case 'address':
      return leftPadded(fixed(value, 20));
    case 'bytes32':
      return fixed(value, 32);
    case 'uint64':
      return unsigned(value, 64n);
    case 'uint256':
      return unsigned(value, 256n);
    case 'string':
      if (typeof value !== 'string') throw new RangeError('expected text');
      return keccak_256(utf8(value));
    case 'bytes':
      return keccak_256(toBytes(value));
    case 'bool':
      if (typeof value !== 'boolean') throw new RangeError('expected true or false');
      return unsigned(value ? 1n : 0n, 1n);
    default:
      return type satisfies never;
  }
}

function unsigned(value: unknown, bits: bigint): Uint8Array {
  if (typeof value !== 'bigint' || value < 0n || value >> bits !== 0n) {
    throw new RangeError(`expected an unsigned integer of ${bits} bits`);
  }
  return fromHex(value.toString(16).padStart(64, '0'));
}

function fixed(value: unknown, length: number): Uint8Array {
  const bytes = toBytes(value);
  if (bytes.length !== length) throw new RangeError(`expected ${length} bytes, not ${bytes.length}`);
  return bytes;
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw new RangeError('expected bytes or hex text');
  return fromHex(value);
}

function leftPadded(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(32);
  padded.set(bytes, 32 - bytes.length);
  return padded;
}
