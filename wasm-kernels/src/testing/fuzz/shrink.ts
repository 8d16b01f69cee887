import { DEFAULT_GENERATE, type GenerateOptions } from '../generate/module.ts';
import { fuzzSeed } from './differ.ts';

/** A module that fails in the same way as a larger one. */
export interface Shrunk {
  readonly seed: number;
  readonly options: GenerateOptions;
  readonly bytes: number;
  readonly failures: readonly string[];
}

/** Other seeds that are tried with each smaller choice of options: fewer choices make another module of the same seed. */
const NEIGHBOURS = 150;

const SMALLER: readonly Partial<GenerateOptions>[] = [
  { simd: false },
  { references: false },
  { items: 1 },
  { functions: 2 },
  { functions: 1 },
  { depth: 3 },
  { size: 80 },
  { depth: 2 },
  { size: 40 },
  { size: 20 },
  { depth: 1 },
  { size: 10 },
];

/** The kind of a failure: its words without its numbers. */
export const kindOf = (failure: string): string => failure.replace(/[\d,]+/g, 'N').slice(0, 120);

/** A small module that fails like the one of this seed; as long as `mayGoOn` allows to look for one. */
export function shrink(seed: number, failures: readonly string[], mayGoOn: () => boolean): Shrunk {
  const kinds = new Set(failures.map(kindOf));
  let best: Shrunk = { seed, options: DEFAULT_GENERATE, bytes: Number.POSITIVE_INFINITY, failures };
  for (const smaller of SMALLER) {
    const options = { ...best.options, ...smaller };
    for (let other = best.seed; other < best.seed + NEIGHBOURS && mayGoOn(); other++) {
      const report = fuzzSeed(other, options);
      if (!report.failures.some((failure) => kinds.has(kindOf(failure)))) continue;
      best = { seed: other, options, bytes: report.bytes, failures: report.failures };
      break;
    }
  }
  return best;
}
