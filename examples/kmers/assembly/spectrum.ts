/** Words of four bases, counted on both strands, so that it does not matter from which one a read was taken. */

export const K: i32 = 4;
export const WORDS: i32 = 256;

/** A, C, G, T as 0 to 3; anything else is no base. */
export function codeOf(letter: i32): i32 {
  switch (letter & ~32) {
    case 0x41:
      return 0;
    case 0x43:
      return 1;
    case 0x47:
      return 2;
    case 0x54:
      return 3;
  }
  return -1;
}

/** Takes the bases of a sequence one after the other. */
export class Spectrum {
  readonly counts: Uint32Array = new Uint32Array(WORDS);
  /** The last four bases, and the same read from the other strand. */
  private forward: i32 = 0;
  private backward: i32 = 0;
  /** Bases since the last letter that was none. */
  private length: i32 = 0;

  push(code: i32): void {
    if (code < 0) {
      this.length = 0;
      return;
    }
    this.forward = ((this.forward << 2) | code) & (WORDS - 1);
    this.backward = (this.backward >> 2) | ((3 - code) << (2 * K - 2));
    this.length++;
    if (this.length < K) return;
    this.counts[this.forward] += 1;
    this.counts[this.backward] += 1;
  }
}
