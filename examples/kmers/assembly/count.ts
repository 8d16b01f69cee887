import { codeOf, Spectrum } from './spectrum';

/** How often each word of four bases occurs in a read, on both strands. */
export class Counted {
  /** By word: A, C, G, T are the digits 0 to 3 of its place. */
  counts: Uint32Array = new Uint32Array(0);
  /** Letters of the read. */
  letters: i32 = 0;
}

/** Counts the words of one read. */
export function count(read: string): Counted {
  const spectrum = new Spectrum();
  for (let i = 0; i < read.length; i++) spectrum.push(codeOf(read.charCodeAt(i)));
  return { counts: spectrum.counts, letters: read.length };
}
