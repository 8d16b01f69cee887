import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Seal } from './dispatch/ports.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are fetched for so many nonces at once. */
const NONCES = 256;

/**
 * AES-256-GCM under the network's key: contributors can neither read what else is in their assignment, nor make one up.
 * 2^32 ids may be closed under one key before two random nonces are likely to meet.
 */
export function aesSeal(key: Uint8Array): Seal {
  let nonces = randomBytes(NONCE_BYTES * NONCES);
  let used = 0;
  const nextNonce = (): Buffer => {
    if (used === NONCES) {
      nonces = randomBytes(NONCE_BYTES * NONCES);
      used = 0;
    }
    return nonces.subarray(NONCE_BYTES * used, NONCE_BYTES * ++used);
  };
  return {
    close: (bytes) => {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const closed = [nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(closed).toString('base64url');
    },
    open: (text) => {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const end = bytes.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(end));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]);
      } catch {
        return null; // not ours, or changed on the way
      }
    },
  };
}
