import { DEFAULT_POLICY, ITEM_STATUS } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import type { CommitBatch, JobTerms } from '../dispatch/journal.ts';
import { priceAt, priceOf } from '../domain/pay.ts';
import { inputOf, jobTerms, Network, RATE, truth } from './network.ts';

const ITEMS = 24_000;
/** Devices audit each other: no audit ever goes to the referee. */
const AMONG_THEMSELVES = { ...DEFAULT_POLICY, refereePpm: 0 };

interface Options {
  rateOf(index: number): number;
  readonly trapRate?: number;
  readonly budget?: bigint;
  readonly terms?: Partial<JobTerms>;
  readonly crashAt?: number;
}

async function run(seed: number, { rateOf, trapRate, budget, terms, crashAt }: Options) {
  const network = new Network(seed, { rateOf, trapRate });
  network.journal.addJob({ ...jobTerms('j', ITEMS, AMONG_THEMSELVES), ...terms }, budget ?? null);
  const finals: CommitBatch['finals'][number][] = [];
  const commit = network.journal.commit.bind(network.journal);
  network.journal.commit = (me, batch) => {
    finals.push(...batch.finals);
    return commit(me, batch);
  };
  const join = async (): Promise<void> => {
    for (let id = 1; id <= 6; id++) await network.add(id, 'honest', 2);
  };
  await join();
  const crashed: { rate: number }[] = [];
  if (crashAt !== undefined) {
    await network.run(crashAt);
    crashed.push(...network.journal.slices.map((slice) => ({ rate: slice.rate / RATE })));
    network.crash();
    await join();
  }
  const settled = await network.run(400_000, () => network.isSettled('j'));
  const slices = network.journal.slices.map((slice) => ({ ...slice, rate: slice.rate / RATE }));
  return { network, finals, settled, crashed, slices, rates: slices.map((slice) => slice.rate) };
}

/**
 * What is paid for work in a slice, nothing of it for audits. Of each final unit the first credits are for the work,
 * the site's share and the worker's own; the operator's fee of it all is one entry at the end.
 */
const paidForWork = (finals: CommitBatch['finals'], slice: number): bigint =>
  finals
    .filter((final) => final.slice === slice)
    .reduce((sum, { entries }) => {
      const credits = entries.filter(({ amount }) => amount > 0n);
      const work = credits.slice(0, 1 + credits.findIndex(({ kind }) => kind === 'work'));
      return sum + work.reduce((paid, { amount }) => paid + amount, 0n);
    }, 0n);

describe('a job whose samples lied about its items', () => {
  it.each([1, 2, 3])('[RT1] pays later slices at what the rest really takes (seed %i)', async (seed) => {
    const { finals, settled, slices, rates } = await run(seed, { rateOf: () => 6 * RATE });
    expect(settled).toBe(true);
    expect(rates[0]).toBe(1);
    rates.slice(1).forEach((rate, i) => {
      expect(rate).toBeLessThanOrEqual(2 * rates[i]);
    });
    expect(rates.at(-1)).toBeCloseTo(6, 3);
    // Each slice's entries are at its own rate.
    const { price } = jobTerms('j', ITEMS);
    for (const { id, first, count, rate } of [slices[0], slices[slices.length - 1]]) {
      const fuel = Array.from({ length: count }, (_, i) => truth(inputOf(first + i)).fuel);
      const due = Number(
        priceOf(
          priceAt(price as NonNullable<typeof price>, rate * RATE),
          fuel.reduce((a, b) => a + b),
        ),
      );
      // But for the operator's fee, and for what is rounded down in each unit.
      const share = 1 - (price?.feePpm ?? 0) / 1e6;
      expect(Number(paidForWork(finals, id)) / due).toBeCloseTo(share, 5);
    }
  });

  it.each([1, 2, 3])(
    '[RT1] pays less where the samples were slower than the rest (seed %i)',
    async (seed) => {
      const { settled, rates } = await run(seed, { rateOf: () => RATE / 5 });
      expect(settled).toBe(true);
      expect(rates[0]).toBe(1);
      expect(rates.at(-1)).toBeCloseTo(0.2, 3);
    },
  );

  it('[RT1] follows items that become slower in the middle of the job', async () => {
    // Long enough that slices are carved when the first slower items are done.
    const itemCount = 3 * ITEMS;
    const { slices } = await run(4, {
      rateOf: (index) => (index < itemCount / 2 ? RATE : 4 * RATE),
      terms: { itemCount },
    });
    const early = slices.filter((slice) => slice.first + 3 * slice.count < itemCount / 2);
    for (const slice of early) expect(slice.rate).toBeCloseTo(1, 3);
    expect(slices.at(-1)?.rate).toBeGreaterThan(2);
  });

  it('[RT1] a coordinator that starts again pays by what was known, and old slices as they were carved', async () => {
    const { settled, rates, crashed } = await run(5, { rateOf: () => 8 * RATE, crashAt: 1_500 });
    expect(settled).toBe(true);
    expect(crashed.map((slice) => slice.rate)).toEqual(rates.slice(0, crashed.length));
    expect(crashed.length).toBeGreaterThan(1);
    rates.slice(1).forEach((rate, i) => {
      expect(rate).toBeGreaterThanOrEqual(rates[i]);
    });
    expect(rates.at(-1)).toBeCloseTo(8, 3);
  });

  it('[RT1] pays later slices for traps that take longer than their caps pay', async () => {
    const { settled, rates } = await run(8, { rateOf: () => RATE, trapRate: 4 * RATE });
    expect(settled).toBe(true);
    expect(rates[0]).toBe(1);
    expect(rates.at(-1)).toBeCloseTo(4, 3);
  });

  it('[LG2] waits, and says why, when its budget does not suffice at the real rate', async () => {
    const budget = 3_000n * 1_500_000n * 3n;
    const { network, settled, slices } = await run(6, { rateOf: () => 6 * RATE, budget });
    expect(settled).toBe(false);
    const used = slices.reduce((sum, { counts, reserved }) => sum + counts.spent + reserved, 0n);
    expect(used).toBeLessThanOrEqual(budget);
    expect(slices.every((slice) => slice.state === 'settled')).toBe(true);
    const reason = [...network.dispatcher.activity().jobs.values()][0].reason?.sentence;
    expect(reason).toMatch(/budget does not cover.*take [2-6]\.\d times the time of the first samples/);
  });

  it('nothing is timed for a job that pays nothing, and traps that end early say nothing about time', async () => {
    const { network } = await run(7, { rateOf: () => 6 * RATE, terms: { price: null, itemCount: 2_000 } });
    expect(network.executed.referee).toBe(0);
    const paid = await run(7, { rateOf: () => 6 * RATE, terms: { itemCount: 4_000 } });
    const timed = [...(paid.network.journal.jobs.get('j' as never)?.timings.keys() ?? [])];
    expect(timed.length).toBeGreaterThan(3);
    expect(timed.every((item) => truth(inputOf(item)).status === ITEM_STATUS.ok)).toBe(true);
  });
});
