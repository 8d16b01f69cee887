/** One process of the fuzzer: works through the seeds it is sent, and says before each which one it is at. */
import type { GenerateOptions } from '../generate/module.ts';
import { fuzzSeed } from './differ.ts';
import { type Shrunk, shrink } from './shrink.ts';

export interface Portion {
  readonly first: number;
  readonly count: number;
  readonly options: Partial<GenerateOptions>;
}

export type FromChild =
  | { readonly kind: 'at'; readonly seed: number }
  | {
      readonly kind: 'failed';
      readonly seed: number;
      readonly failures: readonly string[];
      readonly shrunk: Shrunk;
    }
  /** A portion is done. */
  | { readonly kind: 'done'; readonly totals: Record<string, number> };

const SHRINK_MILLISECONDS = 15_000;

const tell = (message: FromChild): void => void process.send?.(message);

function work({ first, count, options }: Portion): Record<string, number> {
  const totals: Record<string, number> = { modules: 0, bytes: 0 };
  for (let seed = first; seed < first + count; seed++) {
    tell({ kind: 'at', seed });
    const report = fuzzSeed(seed, options);
    totals.modules++;
    totals.bytes += report.bytes;
    for (const [name, amount] of Object.entries({ ...report.items, ...report.loops }))
      totals[name] = (totals[name] ?? 0) + amount;
    if (report.failures.length === 0) continue;
    const until = performance.now() + SHRINK_MILLISECONDS;
    const shrunk = shrink(seed, report.failures, () => performance.now() < until);
    tell({ kind: 'failed', seed, failures: report.failures, shrunk });
  }
  return totals;
}

process.on('message', (portion: Portion) => tell({ kind: 'done', totals: work(portion) }));
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches all processes; this one finishes what it has begun.
process.on('SIGINT', () => {});
