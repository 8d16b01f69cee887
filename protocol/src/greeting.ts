import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, fromHex, toHex, utf8 } from './bytes.ts';
import { addressOfPublicKey } from './eip712.ts';

/** What a device signs when it greets a coordinator: it proves its key and fixes who earns. */
export interface Greeting {
  /** The coordinator's challenge: 0x and 32 bytes as hex. */
  readonly nonce: string;
  readonly device: string;
  /** Who earns, or an empty text: credited in fuel only. */
  readonly payee: string;
  /** The embedding site's payee, or an empty text. */
  readonly site: string;
}

/**
 * The parts of a greeting's signature, for whoever verifies it with another library: ECDSA over SHA-256 on secp256k1.
 * The key travels along instead of being recovered: machine code verifies
 * in 0.9 ms and beside the thread, recovering took 2.9 ms on it.
 */
export interface GreetingProof {
  readonly message: Uint8Array;
  /** 65 bytes: 4, then x and y. It is the device's, whose address is its hash; whether it is a point is not said. */
  readonly key: Uint8Array;
  /** 64 bytes: r, then s. */
  readonly signature: Uint8Array;
}

const KEY_BYTES = 65;
const PROOF = /^0x04[0-9a-f]{256}$/;

const messageOf = ({ nonce, device, payee, site }: Greeting): Uint8Array =>
  utf8(['Manyhands greeting', nonce, device, payee, site].join('\n'));

/** 0x, then the public key (65 bytes) and the signature (64 bytes) as lower-case hex. */
export function signGreeting(privateKey: Uint8Array, greeting: Greeting): string {
  const key = secp256k1.getPublicKey(privateKey, false);
  const signature = secp256k1.sign(sha256(messageOf(greeting)), privateKey, { prehash: false });
  return `0x${toHex(concatBytes(key, signature))}`;
}

/** Null where the text is no proof, or its key not that of the device which the greeting names. */
export function proofOf(greeting: Greeting, text: string): GreetingProof | null {
  if (!PROOF.test(text)) return null;
  const bytes = fromHex(text);
  const key = bytes.subarray(0, KEY_BYTES);
  if (addressOfPublicKey(key) !== greeting.device) return null;
  return { message: messageOf(greeting), key, signature: bytes.subarray(KEY_BYTES) };
}

/** Whether the device that the greeting names signed it. */
export function greetingIsSigned(greeting: Greeting, text: string): boolean {
  const proof = proofOf(greeting, text);
  if (proof === null) return false;
  try {
    const options = { prehash: false, lowS: false };
    return secp256k1.verify(proof.signature, sha256(proof.message), proof.key, options);
  } catch {
    return false; // No point of the curve, or r or s out of range.
  }
}
