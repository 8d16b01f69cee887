import { concatBytes, sha256, utf8 } from '@manyhands/protocol';

/**
 * Random numbers that are a function of the item's input: xoshiro128** from a seed by SHA-256. Good enough for
 * hash tables and simulations; nobody's secret depends on it, because everybody knows the input. A generator that
 * hashes for every 32 bytes would let one call of a large buffer take seconds.
 */
export class Random {
  readonly #input: Uint8Array;
  /** Made when first needed: most programs ask for none. */
  #state: Uint32Array | null = null;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  fill(bytes: Uint8Array): void {
    this.#state ??= seeded(this.#input);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const words = bytes.length >> 2;
    for (let i = 0; i < words; i++) view.setUint32(4 * i, next(this.#state), true);
    let last = 4 * words < bytes.length ? next(this.#state) : 0;
    for (let at = 4 * words; at < bytes.length; at++, last >>>= 8) bytes[at] = last;
  }
}

function seeded(input: Uint8Array): Uint32Array {
  const seed = sha256(concatBytes(utf8('manyhands wasi random'), input));
  const view = new DataView(seed.buffer, seed.byteOffset);
  const state = Uint32Array.from([0, 4, 8, 12], (at) => view.getUint32(at, true));
  // The one state it must not have.
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

/** As published by Blackman and Vigna. */
function next(s: Uint32Array): number {
  const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9);
  const shifted = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate(s[3], 11);
  return result;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
