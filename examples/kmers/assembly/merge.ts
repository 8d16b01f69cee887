import { WORDS } from './spectrum';

/** Several reads together. */
export class Merged {
  counts: Uint32Array = new Uint32Array(0);
  reads: i32 = 0;
  letters: i64 = 0;
}

/**
 * Adds up the words of several reads.
 * @param counts those of each read, end to end
 * @param letters of each read
 */
export function merge(counts: Uint32Array, letters: Int32Array): Merged {
  const sums = new Uint32Array(WORDS);
  for (let i = 0; i < counts.length; i++) sums[i % WORDS] += counts[i];
  let all: i64 = 0;
  for (let i = 0; i < letters.length; i++) all += letters[i];
  return { counts: sums, reads: letters.length, letters: all };
}
