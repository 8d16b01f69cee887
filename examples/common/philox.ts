/**
 * Philox 4x32-10: a counter-based generator of random numbers (Salmon, Moraes, Dror & Shaw, “Parallel random numbers: as
 * easy as 1, 2, 3”, SC11). Number n of a stream costs the same as the first, so items need no common state.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Upper 32 bits of the product of two unsigned 32-bit numbers; every step stays below 2^53. */
export function multiplyHigh(a: number, b: number): number {
  const low = (a & 0xffff) * (b >>> 0);
  const high = (a >>> 16) * (b >>> 0);
  return Math.floor((high + Math.floor(low / 0x10000)) / 0x10000);
}

/** Replaces a counter of four words by four random ones. `key0`, `key1` name the stream. */
export function philox(words: Uint32Array, key0: number, key1: number): void {
  let [c0, c1, c2, c3] = words;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0 >>> 0;
    key0 = (key0 + WEYL_0) >>> 0;
    key1 = (key1 + WEYL_1) >>> 0;
  }
  words.set([c0, c1, c2, c3]);
}
