import { createPublicKey, verify } from 'node:crypto';
import { type Greeting, KnownError, proofOf, type SignedText } from '@manyhands/protocol';

/** What stands before an uncompressed point in a SubjectPublicKeyInfo of secp256k1. */
const KEY_HEAD = Buffer.from('3056301006072a8648ce3d020106052b8104000a034200', 'hex');
/** Greetings that wait to be checked. A newer one takes the place of the oldest, which has waited seconds by then. */
const MOST_WAITING = 1024;
/** Between two checks, in milliseconds: a flood of greetings takes a fifth of this thread at most. */
const PAUSE_MS = 1;

interface Waiting {
  readonly check: () => Promise<boolean>;
  /** Whether whoever greeted is still there. */
  readonly isWanted: () => boolean;
  readonly resolve: (proven: boolean) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Checks the signatures of greetings one after the other, beside this thread. What strangers can make it cost is bounded:
 * one check at a time, a few hundred a second, and a queue that forgets its oldest.
 */
export class Proofs {
  readonly #waiting = new Set<Waiting>();
  #busy = false;

  /** False where the device did not sign. Rejects with SESSIONS_FULL when too many others greet. */
  check(greeting: Greeting, signature: string, isWanted: () => boolean): Promise<boolean> {
    return this.#line(async () => isProven(proofOf(greeting, signature)), isWanted);
  }

  /** The same for what else a device signs. */
  verify(proof: SignedText | null, isWanted: () => boolean): Promise<boolean> {
    return this.#line(() => isProven(proof), isWanted);
  }

  #line(check: () => Promise<boolean>, isWanted: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.add({ check, isWanted, resolve, reject });
      if (this.#waiting.size > MOST_WAITING) this.#drop();
      if (!this.#busy) void this.#work();
    });
  }

  #next(): Waiting | undefined {
    const oldest = this.#waiting.values().next().value;
    if (oldest) this.#waiting.delete(oldest);
    return oldest;
  }

  #drop(): void {
    this.#next()?.reject(new KnownError('SESSIONS_FULL', 'too many greet at once; try again in a moment'));
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!next.isWanted()) {
        next.resolve(false);
        continue;
      }
      next.resolve(await next.check());
      await new Promise((wake) => setTimeout(wake, PAUSE_MS));
    }
    this.#busy = false;
  }
}

const isProven = async (proof: SignedText | null): Promise<boolean> => proof !== null && verified(proof);

function verified({ message, key, signature }: SignedText): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const spki = Buffer.concat([KEY_HEAD, key]);
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature, (error, valid) =>
        resolve(error === null && valid),
      );
    } catch {
      resolve(false); // No point of the curve.
    }
  });
}
