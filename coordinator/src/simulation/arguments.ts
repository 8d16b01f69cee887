/** The command line of `npm run simulate`. */
import { parseArgs } from 'node:util';
import type { AuditPolicy } from '@manyhands/protocol';
import { POLICY_NAMES, productionPolicy } from './policies.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';

const OPTIONS = {
  policy: { type: 'string', default: 'audit' },
  strategy: { type: 'string', default: DEFAULTS.strategy },
  malicious: { type: 'string', default: String(DEFAULTS.malicious) },
  returns: { type: 'string', default: DEFAULTS.returns },
  contributors: { type: 'string' },
  units: { type: 'string' },
  'items-per-unit': { type: 'string' },
  lifetime: { type: 'string' },
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '1' },
  sleeps: { type: 'string' },
  coordinators: { type: 'string', default: '1' },
  drops: { type: 'string', default: '0' },
  newcomer: { type: 'string' },
  veteran: { type: 'string' },
  'veteran-after': { type: 'string' },
  hold: { type: 'string' },
  referee: { type: 'string' },
  'referee-ms': { type: 'string', default: String(DEFAULTS.refereeMs) },
  'referee-queue': { type: 'string', default: String(DEFAULTS.refereeQueue) },
  table: { type: 'boolean', default: false },
  certify: { type: 'boolean', default: false },
  jobs: { type: 'string', default: '1' },
  keep: { type: 'string' },
  storm: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Many small jobs say more about certificates than few large ones. */
const CERTIFIED_JOB = { contributors: 40, units: 300, itemsPerUnit: 20, lifetime: 20 };

export interface Wish {
  readonly what: 'one' | 'table' | 'certify' | 'storm' | 'help';
  readonly policy: string;
  readonly settings: Omit<Settings, 'sleeps'> & { readonly sleeps?: number };
  readonly seeds: number;
  readonly json: boolean;
  /** Processes at once, and the file of finished runs. */
  readonly running: { readonly jobs: number; readonly keep?: string };
}

/** Throws an Error in words about what cannot be understood. */
export function readArguments(args: readonly string[]): Wish {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const count = (name: string, text: string | undefined, least = 0): number => {
    const value = Number(text);
    if (!(value >= least)) throw new Error(`--${name} must be a number from ${least}, not ${text}`);
    return value;
  };
  const among = <T extends string>(name: string, text: string, all: readonly T[]): T => {
    if (!all.includes(text as T)) throw new Error(`--${name} must be one of ${all.join(', ')}, not ${text}`);
    return text as T;
  };
  const what = (['help', 'table', 'certify', 'storm'] as const).find((name) => values[name]) ?? 'one';
  const size = what === 'certify' ? CERTIFIED_JOB : DEFAULTS;
  const itemsPerUnit = count('items-per-unit', values['items-per-unit'] ?? String(size.itemsPerUnit), 1);
  const contributors = count('contributors', values.contributors ?? String(size.contributors), 1);
  const policy = among('policy', values.policy, POLICY_NAMES);
  return {
    what,
    policy,
    json: values.json,
    running: { jobs: count('jobs', values.jobs, 1), keep: values.keep },
    seeds: count('seeds', values.seeds, 1),
    settings: {
      policy: productionPolicy(policy, { itemsPerUnit, contributors }, wishes(values)),
      malicious: count('malicious', values.malicious),
      strategy: among('strategy', values.strategy, Object.keys(STRATEGIES) as Strategy[]),
      returns: among('returns', values.returns, ['same', 'drawn'] as const),
      contributors,
      units: count('units', values.units ?? String(size.units), 1),
      itemsPerUnit,
      lifetime: count('lifetime', values.lifetime ?? String(size.lifetime), 1),
      seed: count('seed', values.seed),
      sleeps: values.sleeps === undefined ? undefined : count('sleeps', values.sleeps),
      coordinators: count('coordinators', values.coordinators, 1),
      unitMs: DEFAULTS.unitMs,
      tickMs: DEFAULTS.tickMs,
      partial: DEFAULTS.partial,
      fails: DEFAULTS.fails,
      seats: DEFAULTS.seats,
      refereeMs: count('referee-ms', values['referee-ms']),
      refereeQueue: count('referee-queue', values['referee-queue'], 1),
      drops: count('drops', values.drops),
      resumes: DEFAULTS.resumes,
    },
  };
}

/** Shares on the command line are from 0 to 1; in a policy they are millionths. */
function wishes(values: Record<string, string | boolean | undefined>): Partial<AuditPolicy> {
  const ppm = (name: string) => (values[name] === undefined ? null : Math.round(Number(values[name]) * 1e6));
  const number = (name: string) => (values[name] === undefined ? null : Number(values[name]));
  const all = {
    newcomerPpm: ppm('newcomer'),
    veteranPpm: ppm('veteran'),
    refereePpm: ppm('referee'),
    veteranAfter: number('veteran-after'),
    holdAudits: number('hold'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** Every option by name, and whether a value follows it. */
export const OPTION_NAMES: readonly (readonly [name: string, takesValue: boolean])[] = Object.entries(
  OPTIONS,
).map(([name, { type }]) => [name, type === 'string']);

export const HELP = `manyhands simulate [options] (npm run simulate -- [options])
  --policy       ${POLICY_NAMES.join(' | ')}
  --strategy     ${Object.entries(STRATEGIES)
    .map(([name, meaning]) => `${name}: ${meaning}`)
    .join('\n                 ')}
  --malicious    share of contributors who lie, from 0 to 1
  --returns      same: a banned liar comes back at once; drawn: somebody new comes, a liar with the same probability
  --contributors --units --items-per-unit --lifetime (units a visit) --coordinators --drops (share of answers)
  --newcomer --veteran --veteran-after --hold --referee   of the audit policy, shares from 0 to 1
  --referee-ms   of the referee for an item (0: at once); --referee-queue: items that may wait for it
  --seed --seeds how many seeds; figures are their mean
  --table        compares all policies; --certify: does the bound cover the truth; --storm: everything fails at random
  --jobs         processes at once; --keep FILE: finished runs are written there, and not run again
  --json         one object instead of lines`;
