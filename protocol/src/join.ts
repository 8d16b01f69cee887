import { utf8 } from './bytes.ts';

/** A join key has so many characters at least: nobody guesses one. */
export const JOIN_KEY_LEAST = 32;
/** What names a private pool. */
export const POOL_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * What a member of a private pool authenticates with the pool's join key, by HMAC-SHA256: the key itself never travels,
 * and the proof is worth nothing for another device or challenge.
 */
export const joinMessage = (nonce: string, device: string): Uint8Array =>
  utf8(['Manyhands join', nonce, device].join('\n'));
