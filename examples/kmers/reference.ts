/** The same three stages in plain TypeScript, as the textbook has them. */

const K = 4;
const WORDS = 4 ** K;
const BASES = 'ACGT';

export interface Merged {
  readonly counts: readonly number[];
  readonly reads: number;
  readonly letters: number;
}

export interface Score {
  readonly correlation: number;
  readonly depth: number;
}

/** How often each word of four bases occurs on both strands: words in the order AAAA, AAAC, … TTTT. */
export function count(sequence: string): number[] {
  const counts = Array.from({ length: WORDS }, () => 0);
  for (let at = 0; at + K <= sequence.length; at++) {
    const word = sequence.slice(at, at + K).toUpperCase();
    if (!/^[ACGT]{4}$/.test(word)) continue;
    counts[placeOf(word)]++;
    counts[placeOf(otherStrand(word))]++;
  }
  return counts;
}

const placeOf = (word: string): number =>
  [...word].reduce((place, base) => 4 * place + BASES.indexOf(base), 0);

const otherStrand = (word: string): string =>
  [...word]
    .reverse()
    .map((base) => BASES[3 - BASES.indexOf(base)])
    .join('');

export function merge(reads: readonly string[]): Merged {
  const counted = reads.map(count);
  return {
    counts: Array.from({ length: WORDS }, (_, word) =>
      counted.reduce((sum, counts) => sum + counts[word], 0),
    ),
    reads: reads.length,
    letters: reads.reduce((sum, read) => sum + read.length, 0),
  };
}

/** Pearson's correlation of a group's words with a genome's, and how often the group covers it. */
export function score(genome: string, { counts, letters }: Merged): Score {
  return { correlation: correlation(counts, count(genome)), depth: letters / genome.length };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / WORDS;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let word = 0; word < WORDS; word++) {
    const [x, y] = [a[word] - meanA, b[word] - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** The scores of groups of so many reads, in order. */
export const scores = (genome: string, reads: readonly string[], group: number): Score[] =>
  Array.from({ length: Math.ceil(reads.length / group) }, (_, i) =>
    score(genome, merge(reads.slice(i * group, (i + 1) * group))),
  );
