import { DEFAULT_POLICY } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { HELP, readArguments } from './arguments.ts';
import { POLICY_NAMES, simulatePolicy } from './policies.ts';
import { meanOf } from './report.ts';
import { DEFAULTS } from './settings.ts';
import { STRATEGIES } from './strategies.ts';
import { compare, markdown, share } from './table.ts';

const SMALL = { ...DEFAULTS, contributors: 12, units: 40, itemsPerUnit: 10, lifetime: 10 };

describe('the command line', () => {
  it('reads what is simulated, shares of the policy in millionths', () => {
    const wish = readArguments(
      '--policy audit --malicious 0.2 --strategy sleeper --units 50 --newcomer 0.1 --hold 20 --seeds 3 --json'.split(
        ' ',
      ),
    );
    expect(wish).toMatchObject({ what: 'one', policy: 'audit', seeds: 3, json: true });
    expect(wish.settings).toMatchObject({
      malicious: 0.2,
      strategy: 'sleeper',
      units: 50,
      contributors: 500,
    });
    expect(wish.settings.policy).toEqual({ ...DEFAULT_POLICY, newcomerPpm: 100_000, holdAudits: 20 });
  });

  it.each([
    [['--policy', 'hope'], /--policy must be one of audit, quorum/],
    [['--strategy', 'kind'], /--strategy must be one of always/],
    [['--units', '0'], /--units must be a number from 1, not 0/],
    [['--malicious', 'many'], /--malicious must be a number/],
    [['--unit', '5'], /Unknown option/],
  ])('%j is refused in words', (args, words) => {
    expect(() => readArguments(args)).toThrow(words);
  });

  it('its help names every policy and strategy', () => {
    for (const name of [...POLICY_NAMES, ...Object.keys(STRATEGIES)]) expect(HELP).toContain(name);
  });
});

describe('reports', () => {
  it('of several seeds are their mean, and finished only where all were', async () => {
    const one = await simulatePolicy('plain-quorum', SMALL);
    const other = { ...one, finished: false, executionsPerItem: one.executionsPerItem + 1 };
    const mean = meanOf([one, other]);
    expect(mean.finished).toBe(false);
    expect(mean.executionsPerItem).toBeCloseTo(one.executionsPerItem + 0.5);
    expect(mean.certifiedBound).toBeNull();
  });

  it('the comparison has a row for each rule and a column for each crowd, and looks closer at the production', async () => {
    const said: string[] = [];
    const rows = await compare(SMALL, 2, { jobs: 1, progress: (line) => said.push(line) });
    expect(said).toHaveLength(2 * 24);
    expect(rows.every(({ cells }) => cells.every(({ mean }) => mean.finished))).toBe(true);
    const [comparison, ...closer] = markdown(rows).split('\n\n');
    expect(comparison.split('\n').map((line) => line.split(' | ').length)).toEqual(Array(8).fill(5));
    const tables = closer.filter((part) => part.startsWith('| crowd'));
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(table.split('\n')).toHaveLength(6);
    const item = { ...SMALL, malicious: 0.2, strategy: 'item' as const };
    const reports = [
      await simulatePolicy('boinc', item),
      await simulatePolicy('boinc', { ...item, seed: 2 }),
    ];
    const { mean, worst } = rows[1].cells[3];
    expect(mean.executionsPerItem).toBe(meanOf(reports).executionsPerItem);
    expect(worst).toBe(Math.max(...reports.map(({ wrongFinalShare }) => wrongFinalShare)));
  });

  it.each([
    [0, '0'],
    [0.5, '50.0 %'],
    [0.00012, '0.012 %'],
  ])('a share of %d is written %s', (value, text) => {
    expect(share(value)).toBe(text);
  });
});
