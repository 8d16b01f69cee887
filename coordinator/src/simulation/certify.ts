/** Whether the bound that a certificate states covers the truth, over many jobs with liars of every kind. */
import { DEFAULT_CONFIDENCE_PPM } from '@manyhands/protocol';
import { simulatePolicy } from './policies.ts';
import type { Settings } from './settings.ts';
import type { Strategy } from './strategies.ts';

const CROWDS: readonly { readonly name: string; readonly malicious: number; readonly strategy: Strategy }[] =
  [
    { name: 'honest', malicious: 0, strategy: 'always' },
    { name: 'always', malicious: 0.2, strategy: 'always' },
    { name: 'sleeper', malicious: 0.2, strategy: 'sleeper' },
    { name: 'item', malicious: 0.2, strategy: 'item' },
    { name: 'leaver', malicious: 0.2, strategy: 'leaver' },
    { name: 'colluding-auditor', malicious: 0.2, strategy: 'colluding-auditor' },
    { name: 'whitewash', malicious: 0.2, strategy: 'whitewash' },
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
  /** What as many audits as there were can prove at all: zero failures in so many draws of a fixed number. */
  readonly provable: number;
  /** The mean bound over the larger of the worst error and what is provable. */
  readonly looseness: number;
}

interface Run {
  readonly crowd: string;
  readonly bound: number;
  readonly error: number;
  readonly audits: number;
}

/** `seeds` jobs, the crowds in turn. */
export async function certify(
  settings: Omit<Settings, 'sleeps'>,
  seeds: number,
  policy: string,
): Promise<Coverage[]> {
  const runs: Run[] = [];
  for (let i = 0; i < seeds; i++) {
    const { name, malicious, strategy } = CROWDS[i % CROWDS.length];
    const seed = settings.seed + i;
    const report = await simulatePolicy(policy, { ...settings, malicious, strategy, seed });
    if (report.certifiedBound === null) throw new Error(`${policy} has no certificate`);
    runs.push({
      crowd: name,
      bound: report.certifiedBound,
      error: report.wrongFinalShare,
      audits: report.deviceAudits + report.refereeAudits,
    });
  }
  const rows = CROWDS.map(({ name }) =>
    coverageOf(
      name,
      runs.filter(({ crowd }) => crowd === name),
    ),
  );
  return [...rows.filter(({ seeds: count }) => count > 0), coverageOf('all', runs)];
}

function coverageOf(crowd: string, runs: readonly Run[]): Coverage {
  const mean = (pick: (run: Run) => number): number =>
    runs.reduce((sum, run) => sum + pick(run), 0) / Math.max(1, runs.length);
  const worstError = Math.max(0, ...runs.map(({ error }) => error));
  const provable = mean(({ audits }) => provableBy(audits));
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
  };
}

/** Clopper and Pearson with no failure in `audits` draws. */
export const provableBy = (audits: number): number =>
  audits === 0 ? 1 : 1 - (1 - DEFAULT_CONFIDENCE_PPM / 1e6) ** (1 / audits);
