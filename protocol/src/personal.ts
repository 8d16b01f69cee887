/** Texts that people sign with their wallets (EIP-191, `personal_sign`), and the text by which they sign in (EIP-4361). */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, fromHex, toHex, utf8 } from './bytes.ts';
import { addressOfPublicKey } from './eip712.ts';

function personalHash(text: string): Uint8Array {
  const bytes = utf8(text);
  return keccak_256(concatBytes(utf8(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes));
}

/** As a wallet signs a text: 0x, then r, s and v (27 or 28). */
export function signPersonal(privateKey: Uint8Array, text: string): string {
  const signed = secp256k1.sign(personalHash(text), privateKey, { prehash: false, format: 'recovered' });
  return `0x${toHex(signed.subarray(1))}${toHex(Uint8Array.of(27 + signed[0]))}`;
}

/** Who signed a text: a lower-case address, or null for what is no signature. Hardware wallets write v as 0 or 1. */
export function recoverPersonal(text: string, signature: string): string | null {
  if (!/^0x[0-9a-fA-F]{128}(1[bc]|0[01])$/i.test(signature)) return null;
  const bytes = fromHex(signature);
  try {
    const recoverable = concatBytes(Uint8Array.of(bytes[64] % 27), bytes.subarray(0, 64));
    const key = secp256k1.recoverPublicKey(recoverable, personalHash(text), { prehash: false });
    return addressOfPublicKey(secp256k1.Point.fromBytes(key).toBytes(false));
  } catch {
    return null; // No point of the curve belongs to r.
  }
}

/** An address with the capitals that check its spelling (EIP-55). */
export function checksummed(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = toHex(keccak_256(utf8(digits)));
  return `0x${[...digits].map((digit, i) => (Number.parseInt(hash[i], 16) >= 8 ? digit.toUpperCase() : digit)).join('')}`;
}

/** What a sign-in says. */
export interface SignIn {
  /** Host, and port where it is not the usual one: wallets warn where the page is of another. */
  readonly domain: string;
  readonly uri: string;
  readonly address: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issued: Date;
  readonly expires: Date;
}

/** The text that a wallet shows and signs (EIP-4361). */
export const signInText = ({ domain, uri, address, chainId, nonce, issued, expires }: SignIn): string =>
  [
    `${domain} wants you to sign in with your Ethereum account:`,
    checksummed(address),
    '',
    'Opens your Manyhands account. It costs nothing and moves no money.',
    '',
    `URI: ${uri}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issued.toISOString()}`,
    `Expiration Time: ${expires.toISOString()}`,
  ].join('\n');
