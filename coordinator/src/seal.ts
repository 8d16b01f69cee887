import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Db } from './db/db.ts';
import { keepSetting } from './db/keep-setting.ts';
import type { Seal } from './dispatch/ports.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX_BYTES = 8;

/** The secret of a network, 32 bytes: made by the first coordinator and kept in the database that all share. */
export async function openNetworkKey(db: Db): Promise<Uint8Array> {
  const key = await keepSetting(db, 'network key', randomBytes(32).toString('hex'));
  return new Uint8Array(Buffer.from(key, 'hex'));
}

/** Seals with AES-256-GCM under 32 bytes of key: nonce, ciphertext and tag as URL-safe base64. */
export function openSeal(key: Uint8Array): Seal {
  const nextNonce = nonces();
  return {
    close: (bytes) => {
      const nonce = nextNonce();
      const cipher = createCipheriv(CIPHER, key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      return sealed.toString('base64url');
    },
    open: (text) => {
      const sealed = Buffer.from(text, 'base64url');
      // Another spelling of the same bytes would be another id for one assignment.
      if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) return null;
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      try {
        const bytes = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
        return new Uint8Array(Buffer.concat([bytes, decipher.final()]));
      } catch {
        return null;
      }
    },
  };
}

/**
 * Eight random bytes of this process and a counter: random nonces would be good for 2^32 ids of a whole network only,
 * these for 2^32 of each of millions of processes. Where the counter ends, another prefix is drawn. `start`: for tests.
 */
export function nonces(start = 0): () => Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES);
  let count = start;
  const renew = (): void => {
    randomBytes(PREFIX_BYTES).copy(nonce);
  };
  renew();
  return () => {
    if (count === 2 ** 32) {
      renew();
      count = 0;
    }
    nonce.writeUInt32BE(count++, PREFIX_BYTES);
    return nonce;
  };
}
