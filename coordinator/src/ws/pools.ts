import { createHmac, timingSafeEqual } from 'node:crypto';
import { joinMessage, KnownError } from '@manyhands/protocol';

const PROOF = /^[0-9a-f]{64}$/;

/** Private pools by their names, with the keys that let in. Keys are neither logged nor told. */
export class Pools {
  readonly #keys: ReadonlyMap<string, string>;

  constructor(keys: ReadonlyMap<string, string>) {
    this.#keys = keys;
  }

  /** The pool whose key made this proof for a device's challenge; null: none was shown. Throws JOIN_KEY_REFUSED. */
  poolOf(proof: string | null, nonce: string, device: string): string | null {
    if (proof === null) return null;
    const shown = Buffer.from(PROOF.test(proof) ? proof : '', 'hex');
    const message = joinMessage(nonce, device);
    let found: string | null = null;
    // All of them, each in constant time: how long it takes tells nothing of the keys.
    for (const [pool, key] of this.#keys) {
      const right = createHmac('sha256', key).update(message).digest();
      if (shown.length === right.length && timingSafeEqual(shown, right)) found = pool;
    }
    if (found === null)
      throw new KnownError(
        'JOIN_KEY_REFUSED',
        'no private pool here has this join key; ask the operator for the present one, or work without a key',
      );
    return found;
  }
}
