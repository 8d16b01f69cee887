import { DEFAULT_POLICY, unpackResults } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { sameResult } from '../domain/verdict.ts';
import { type Behaviour, inputOf, jobTerms, Network, truth } from './network.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => 1000 + i * 7919);

/** Everything that must hold of a settled job, whoever took part. Returns how many items came out wrong. */
function check(network: Network, job: string): number {
  const { journal } = network;
  let wrong = 0;
  const seen = new Set<number>();
  for (const slice of journal.slices.filter((s) => s.job === job))
    for (const last of journal.unitsOf(slice)) {
      const results = network.accepted.get(`${slice.id}:${last.first}:${last.attempt}`);
      unpackResults(results ?? last.answer.results).forEach((result, i) => {
        const index = last.first + i;
        expect(seen.has(index), `item ${index} has two final outputs`).toBe(false);
        seen.add(index);
        if (!sameResult(result, truth(inputOf(index)))) wrong++;
      });
    }
  expect(seen.size).toBe(journal.jobs.get(job as never)?.terms.itemCount);
  const byTxn = new Map<string, bigint>();
  for (const entry of journal.entries) byTxn.set(entry.txn, (byTxn.get(entry.txn) ?? 0n) + entry.amount);
  for (const [txn, sum] of byTxn) expect(sum, `[LG1] ${txn}`).toBe(0n);
  return wrong;
}

async function storm(
  seed: number,
  behaviours: readonly Behaviour[],
  options: {
    failCommits?: number;
    crashes?: number;
    refereeFailsOn?: (index: number) => boolean;
    policy?: Parameters<typeof jobTerms>[2];
  } = {},
) {
  const network = new Network(seed, options);
  network.journal.addJob(jobTerms('j', 1200, options.policy));
  for (const [i, behaviour] of behaviours.entries()) await network.add(i + 1, behaviour, 1 + (i % 2));
  for (let i = 0; i < (options.crashes ?? 0); i++) {
    await network.run(500 + network.random() * 4000, () => network.isSettled('j'));
    network.crash();
    for (const [k, behaviour] of behaviours.entries()) await network.add(k + 1, behaviour, 1 + (k % 2));
  }
  const settled = await network.run(600_000, () => network.isSettled('j'));
  expect(settled, `seed ${seed}: the job did not settle`).toBe(true);
  return network;
}

const honestBans = (network: Network, behaviours: readonly Behaviour[]): string[] =>
  [...network.banned].filter((device) =>
    ['honest', 'failing', 'prefix', 'flapping'].includes(behaviours[Number(device) - 1]),
  );

describe('a storm of contributors', () => {
  it.each(SEEDS)(
    '[VF1] honest, flapping and failing devices alone: all right, nobody banned (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = ['honest', 'honest', 'prefix', 'flapping', 'failing', 'flapping', 'honest'];
      const network = await storm(seed, crowd);
      expect(check(network, 'j')).toBe(0);
      expect([...network.banned]).toEqual([]);
    },
  );

  it.each(SEEDS)(
    '[VF2] liars are refuted, banned and unpaid, and their work is run again (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = [
        'honest',
        'always',
        'honest',
        'fuel',
        'honest',
        'lazyAuditor',
        'honest',
        'flapping',
      ];
      const network = await storm(seed, crowd);
      expect(check(network, 'j')).toBe(0);
      expect(honestBans(network, crowd)).toEqual([]);
      for (const [i, behaviour] of crowd.entries()) {
        const paid = network.journal.entries.some(
          (entry) => entry.account === `payee:0xp${i + 1}` && entry.amount > 0n,
        );
        if (behaviour === 'always' || behaviour === 'fuel')
          expect(paid, `${behaviour} ${i + 1} was paid`).toBe(false);
      }
    },
  );

  it.each(SEEDS)(
    '[VF1] a device that corrupts one item in each unit is found when every item is audited (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = ['honest', 'item', 'honest'];
      const network = await storm(seed, crowd, {
        policy: { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, veteranPpm: 1_000_000 },
      });
      expect(check(network, 'j')).toBe(0);
      expect(honestBans(network, crowd)).toEqual([]);
    },
  );

  it.each(SEEDS.slice(0, 6))(
    '[CM2] crashes and failing commits lose nothing and pay nothing twice (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = ['honest', 'prefix', 'always', 'flapping', 'honest'];
      const network = await storm(seed, crowd, { failCommits: 0.1, crashes: 4 });
      expect(check(network, 'j')).toBe(0);
      expect(honestBans(network, crowd)).toEqual([]);
    },
  );

  it.each(SEEDS.slice(0, 6))(
    '[AS1] a quorum of two of three gives right results against lone liars (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = ['honest', 'always', 'honest', 'prefix', 'flapping', 'item'];
      const network = await storm(seed, crowd, { policy: { kind: 'quorum', executions: 3, equal: 2 } });
      expect(check(network, 'j')).toBe(0);
      expect(honestBans(network, crowd)).toEqual([]);
    },
  );

  it.each(SEEDS.slice(0, 4))('a single honest device is checked by the referee (seed %i)', async (seed) => {
    const network = await storm(seed, ['honest']);
    expect(check(network, 'j')).toBe(0);
    expect(network.executed.referee).toBeGreaterThan(20);
    expect(network.executed.referee).toBeLessThan(250);
  });

  it.each(SEEDS.slice(0, 6))(
    'what the referee has no time for is held against nobody (seed %i)',
    async (seed) => {
      const crowd: Behaviour[] = ['honest', 'flapping', 'honest'];
      const network = await storm(seed, crowd, { refereeFailsOn: (index) => index % 5 === 0 });
      expect(check(network, 'j')).toBe(0);
      expect([...network.banned]).toEqual([]);
    },
  );

  it.each(SEEDS.slice(0, 6))('a liar about such items is not believed either (seed %i)', async (seed) => {
    const crowd: Behaviour[] = ['honest', 'always', 'honest', 'honest'];
    const network = await storm(seed, crowd, { refereeFailsOn: (index) => index % 2 === 0 });
    expect(honestBans(network, crowd)).toEqual([]);
    expect(check(network, 'j')).toBe(0);
  });

  it('a ban in the commit that settles the slice leaves no slice behind (seed 37911903)', async () => {
    const crowd: Behaviour[] = ['honest', 'always', 'honest', 'prefix', 'flapping', 'item'];
    const network = await storm(37_911_903, crowd, { policy: { kind: 'quorum', executions: 3, equal: 2 } });
    expect(check(network, 'j')).toBe(0);
  });
});
