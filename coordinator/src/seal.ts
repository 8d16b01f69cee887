import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Db } from './db/db.ts';
import { keepSetting } from './db/keep-setting.ts';
import type { Seal } from './dispatch/ports.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCES_AT_ONCE = 256;

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

/** Random bytes are cheaper by the page: a nonce is needed for every assignment. */
function nonces(): () => Uint8Array {
  let page = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at >= page.length) {
      page = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
      at = 0;
    }
    at += NONCE_BYTES;
    return page.subarray(at - NONCE_BYTES, at);
  };
}
