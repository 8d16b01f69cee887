import { getAddress, verifyMessage, Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { addressOf } from './eip712.ts';
import { checksummed, recoverPersonal, signInText, signPersonal } from './personal.ts';

const key = new Uint8Array(32).fill(7);
const address = addressOf(key);
const wallet = new Wallet(`0x${'07'.repeat(32)}`);

describe('texts that wallets sign', () => {
  it.each(['', 'hello', 'zwölf Äpfel\nund mehr', 'x'.repeat(1000)])('%j as ethers does it', async (text) => {
    expect(signPersonal(key, text)).toBe(await wallet.signMessage(text));
    expect(verifyMessage(text, signPersonal(key, text)).toLowerCase()).toBe(address);
    expect(recoverPersonal(text, await wallet.signMessage(text))).toBe(address);
  });

  it('v may be 0 or 1 as well; another text, and what is no signature, is nobody’s or another’s', () => {
    const signature = signPersonal(key, 'a');
    const low = `${signature.slice(0, -2)}0${Number.parseInt(signature.slice(-2), 16) - 27}`;
    expect(recoverPersonal('a', low)).toBe(address);
    expect(recoverPersonal('b', signature)).not.toBe(address);
    for (const wrong of ['', '0x', `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(64)}1b`, `${signature}00`])
      expect(recoverPersonal('a', wrong)).toBeNull();
  });

  it('addresses have the capitals that ethers gives them', () => {
    expect(checksummed(address)).toBe(getAddress(address));
  });

  it('a sign-in is a text of EIP-4361', () => {
    const at = new Date('2026-01-02T03:04:05Z');
    const text = signInText({
      domain: 'example.org',
      uri: 'https://example.org/console.html',
      address,
      chainId: 1,
      nonce: 'abcdefgh12345678',
      issued: at,
      expires: new Date(at.getTime() + 600_000),
    });
    expect(text).toBe(
      `example.org wants you to sign in with your Ethereum account:\n${getAddress(address)}\n\n` +
        'Opens your Manyhands account. It costs nothing and moves no money.\n\n' +
        'URI: https://example.org/console.html\nVersion: 1\nChain ID: 1\nNonce: abcdefgh12345678\n' +
        'Issued At: 2026-01-02T03:04:05.000Z\nExpiration Time: 2026-01-02T03:14:05.000Z',
    );
  });
});
