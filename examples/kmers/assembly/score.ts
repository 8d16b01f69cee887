import { Dataset } from 'manyhands';
import { codeOf, Spectrum, WORDS } from './spectrum';

/** How alike a group of reads and the genome are. */
export class Score {
  /** Pearson's, of how often each word occurs. */
  correlation: f64 = 0;
  /** How often the genome is covered by these reads. */
  depth: f64 = 0;
}

/**
 * Compares a group's words with the genome's.
 * @param genome a FASTA file with one sequence
 */
export function score(genome: Dataset, counts: Uint32Array, letters: i64): Score {
  const spectrum = new Spectrum();
  let bases = 0;
  let header = false;
  for (let i = 0; i < genome.length; i++) {
    const letter = <i32>genome[i];
    if (letter == 0x3e) header = true;
    if (letter == 0x0a) header = false;
    if (header || letter <= 0x20) continue;
    spectrum.push(codeOf(letter));
    bases++;
  }
  return { correlation: correlation(counts, spectrum.counts), depth: <f64>letters / <f64>bases };
}

function mean(values: Uint32Array): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < WORDS; i++) sum += <f64>values[i];
  return sum / WORDS;
}

function correlation(a: Uint32Array, b: Uint32Array): f64 {
  const meanA = mean(a);
  const meanB = mean(b);
  let ab: f64 = 0;
  let aa: f64 = 0;
  let bb: f64 = 0;
  for (let i = 0; i < WORDS; i++) {
    const x = <f64>a[i] - meanA;
    const y = <f64>b[i] - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
