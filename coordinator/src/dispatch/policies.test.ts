import { DEFAULT_CREDIBILITY, DEFAULT_POLICY, FINAL_LOOK, type Policy, resultAt } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { sameResult } from '../domain/verdict.ts';
import { type Behaviour, inputOf, jobTerms, Network, truth } from '../simulation/network.ts';
import type { CommitBatch } from './journal.ts';

const ITEMS = 400;

/** Plays one job to its end and keeps what was committed. */
async function play(seed: number, policy: Policy, crowd: readonly Behaviour[], unitItems: number) {
  const network = new Network(seed);
  network.journal.addJob({ ...jobTerms('j', ITEMS, policy), unitItems });
  const batches: CommitBatch[] = [];
  const commit = network.journal.commit.bind(network.journal);
  network.journal.commit = (me, batch) => {
    batches.push({ ...batch });
    return commit(me, batch);
  };
  for (const [i, behaviour] of crowd.entries()) await network.add(i + 1, behaviour);
  const settled = await network.run(600_000, () => network.isSettled('j'));
  expect(settled, `seed ${seed}: the job did not settle`).toBe(true);
  // Of final units the journal keeps no results in memory: they are taken from what was committed.
  const committed = new Map(
    batches.flatMap((batch) => batch.accepted).map((unit) => [`${unit.first}:${unit.attempt}`, unit]),
  );
  const accepted = network.journal.slices
    .flatMap((slice) => network.journal.unitsOf(slice))
    .flatMap(({ first, attempt }) => committed.get(`${first}:${attempt}`) ?? []);
  return { network, batches, accepted };
}

/** The device of the i-th contributor, from 1. */
const device = (i: number): string => `0x${i.toString(16).padStart(40, '0')}`;

type Played = Awaited<ReturnType<typeof play>>;

function wrongItems({ accepted }: Played): number {
  let wrong = 0;
  let items = 0;
  for (const { first, count, answer } of accepted)
    for (let i = 0; i < count; i++, items++)
      if (!sameResult(resultAt(answer.results, i), truth(inputOf(first + i)))) wrong++;
  expect(items).toBe(ITEMS);
  return wrong;
}

it.each([1, 2, 3])(
  '[VF7] in a private pool nobody else computes or audits anything (seed %i)',
  async (seed) => {
    const policy: Policy = { kind: 'trusted', devices: [device(1), device(2)], auditPpm: 200_000 };
    const played = await play(seed, policy, ['honest', 'honest', 'always', 'honest', 'lazyAuditor'], 20);
    expect(wrongItems(played)).toBe(0);
    const workers = new Set(played.accepted.map(({ answer }) => answer.device));
    const auditors = new Set(played.batches.flatMap(({ audits }) => audits.map(({ auditor }) => auditor)));
    expect([...workers].sort()).toEqual([device(1), device(2)]);
    for (const auditor of auditors) expect([device(1), device(2), 'referee']).toContain(auditor);
    expect([...played.network.banned]).toEqual([]);
  },
);

it.each([1, 2, 3])(
  'newcomers vote on single items until they are known, and liars lose (seed %i)',
  async (seed) => {
    const crowd: Behaviour[] = ['honest', 'always', 'honest', 'honest', 'honest', 'honest'];
    const played = await play(seed, DEFAULT_CREDIBILITY, crowd, 1);
    expect(wrongItems(played)).toBe(0);
    expect([...played.network.banned]).toEqual([device(2)]);
    const executed = played.batches
      .flatMap((batch) => batch.executed)
      .reduce((sum, { items }) => sum + items, 0);
    // Newcomers' answers took others; known devices were believed alone.
    expect(executed).toBeGreaterThan(0);
    expect(executed).toBeLessThan(ITEMS);
  },
);

it.each([1, 2, 3])('[VF5] a final look finds what the draw at the answer missed (seed %i)', async (seed) => {
  const policy = {
    ...DEFAULT_POLICY,
    newcomerPpm: 50_000,
    veteranPpm: 10_000,
    holdAudits: 2,
    finalPpm: 1_000_000,
  };
  const played = await play(seed, policy, ['honest', 'item', 'honest', 'honest'], 20);
  expect(wrongItems(played)).toBe(0);
  expect([...played.network.banned]).toEqual([device(2)]);
  const looks = played.batches.flatMap(({ drawn }) => drawn).filter(({ round }) => round === FINAL_LOOK);
  expect(looks.length).toBeGreaterThanOrEqual(ITEMS / 20);
  for (const { positions, first } of looks) expect(positions.length, `unit ${first}`).toBeGreaterThan(0);
});

it('[CM2] what devices agreed on counts as long as the journal lives, not this process', async () => {
  const crowd: Behaviour[] = ['honest', 'honest', 'honest', 'honest'];
  const { network, batches } = await play(4, DEFAULT_CREDIBILITY, crowd, 1);
  const agreed = batches.flatMap((batch) => batch.agreed);
  expect(agreed.length).toBeGreaterThan(10);
  const records = await network.journal.devices(crowd.map((_, i) => device(i + 1) as never));
  for (const [id, { passed }] of records) {
    const byOthers = agreed.filter((unit) => unit.device === id).length;
    const checked = batches.flatMap(({ audits }) => audits.filter(({ worker }) => worker === id)).length;
    expect(passed).toBe(byOthers + checked);
    expect(passed).toBeGreaterThan(3);
  }
});
