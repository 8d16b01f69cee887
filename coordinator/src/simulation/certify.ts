/** Whether the bound that a certificate states covers the truth, over many jobs with liars of every kind. */
import { DEFAULT_CONFIDENCE_PPM } from '@manyhands/protocol';
import { type Run, type Running, runAll } from './runs.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';

/** Liars of every kind in turn, and once nobody. */
const CROWDS: readonly { readonly name: string; readonly malicious: number; readonly strategy: Strategy }[] =
  [
    { name: 'honest', malicious: 0, strategy: 'always' },
    ...(Object.keys(STRATEGIES) as Strategy[]).map((strategy) => ({
      name: strategy,
      malicious: 0.2,
      strategy,
    })),
  ];

/** What certificates of jobs with one kind of crowd said, and what was true. Shares are of items. */
export interface Coverage {
  readonly crowd: string;
  readonly seeds: number;
  /** Jobs whose share of wrong items the bound covers. */
  readonly covered: number;
  readonly meanBound: number;
  readonly meanError: number;
  readonly worstError: number;
  /**
   * What so many draws, of which so many failed, can prove at all: Clopper and Pearson's exact limit, as if the draws had
   * been simple ones and their number and that of the failures fixed beforehand.
   */
  readonly provable: number;
  /** The mean bound over the larger of the worst error and what is provable, and the largest of a single job. */
  readonly looseness: number;
  readonly worstLooseness: number;
}

interface Certified {
  readonly crowd: string;
  readonly bound: number;
  readonly error: number;
  readonly provable: number;
}

/** `seeds` jobs, the crowds in turn. */
export async function certify(
  settings: Run['settings'],
  seeds: number,
  policy: string,
  running: Running = { jobs: 1 },
): Promise<Coverage[]> {
  const jobs = Array.from({ length: seeds }, (_, i): Run => {
    const { malicious, strategy } = CROWDS[i % CROWDS.length];
    return { policy, settings: { ...settings, malicious, strategy, seed: settings.seed + i } };
  });
  const runs = (await runAll(jobs, running)).map((report, i): Certified => {
    if (report.certifiedBound === null) throw new Error(`${policy} has no certificate`);
    return {
      crowd: CROWDS[i % CROWDS.length].name,
      bound: report.certifiedBound,
      error: report.wrongFinalShare,
      provable: provableBy(report.draws, report.caught),
    };
  });
  const rows = CROWDS.map(({ name }) =>
    coverageOf(
      name,
      runs.filter(({ crowd }) => crowd === name),
    ),
  );
  return [...rows.filter(({ seeds: count }) => count > 0), coverageOf('all', runs)];
}

function coverageOf(crowd: string, runs: readonly Certified[]): Coverage {
  const mean = (pick: (run: Certified) => number): number =>
    runs.reduce((sum, run) => sum + pick(run), 0) / Math.max(1, runs.length);
  const worstError = Math.max(0, ...runs.map(({ error }) => error));
  const provable = mean((run) => run.provable);
  const meanBound = mean(({ bound }) => bound);
  return {
    crowd,
    seeds: runs.length,
    covered: runs.filter(({ bound, error }) => error <= bound).length,
    meanBound,
    meanError: mean(({ error }) => error),
    worstError,
    provable,
    looseness: meanBound / Math.max(worstError, provable),
    worstLooseness: Math.max(0, ...runs.map((run) => run.bound / Math.max(worstError, run.provable))),
  };
}

/** The share of failures that `draws` of which `failed` failed leave possible: Clopper and Pearson's upper limit. */
export function provableBy(draws: number, failed = 0): number {
  if (failed >= draws) return 1;
  const alpha = 1 - DEFAULT_CONFIDENCE_PPM / 1e6;
  let low = failed / draws;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(failed, draws, middle) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of at most `failed` failures in `draws`, where `share` of all fail; its terms as logarithms. */
function atMost(failed: number, draws: number, share: number): number {
  let term = draws * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let k = 1; k <= failed; k++) {
    term += Math.log(((draws - k + 1) * share) / (k * (1 - share)));
    sum += Math.exp(term);
  }
  return sum;
}
