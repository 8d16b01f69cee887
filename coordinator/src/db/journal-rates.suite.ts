import type { Fence, ItemIndex } from '@manyhands/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { CommitBatch, Journal, SliceGrant, SliceTerms } from '../dispatch/journal.ts';
import { type RateHistory, TIMINGS } from '../domain/rate.ts';
import type { JournalUnderTest } from './journal.suite.ts';
import {
  ANNA,
  acceptedBy,
  BERT,
  batch,
  claimed,
  device,
  finalOf,
  granted,
  JOB,
  jobTerms,
  keyOf,
  settledOf,
} from './testing/batches.ts';

const TRIAL = jobTerms().rate;

/** What every form of the journal knows of rates. Call inside `describe`. */
export function journalRatesSuite(open: () => Promise<JournalUnderTest>): void {
  let on: JournalUnderTest;
  let journal: Journal;
  beforeEach(async () => {
    on = await open();
    journal = on.journal;
    await on.addJob(jobTerms({ itemCount: 1000 }), null);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  /** Carves at a rate, and tells what was known. */
  async function carved(rate: number, most?: number): Promise<{ slice: SliceGrant; history: RateHistory }> {
    let known: RateHistory | null = null;
    const termsAfter = (history: RateHistory): SliceTerms => {
      known = history;
      return { rate, reservePerItem: 20n, most };
    };
    const slice = await granted(journal, ANNA, { termsAfter });
    return { slice, history: known as unknown as RateHistory };
  }

  const timing = (slice: SliceGrant, item: number, nanoseconds = 500): CommitBatch['timings'][number] => ({
    job: JOB,
    slice: slice.id,
    fence: slice.fence,
    item: item as ItemIndex,
    fuel: 1000n,
    nanoseconds,
  });

  it('[RT1] a slice keeps the rate it was carved at, and the next one is told of it', async () => {
    const first = await carved(7_000);
    expect(first.history).toEqual({ last: TRIAL, timings: [] });
    expect(first.slice.rate).toBe(7_000);
    const second = await carved(9_000);
    expect(second.history.last).toBe(7_000);
    await journal.release(ANNA);
    const again = await granted(journal, BERT, {
      termsAfter: () => {
        throw new Error('a slice that was carved before has its terms');
      },
    });
    expect(again).toMatchObject({ id: first.slice.id, rate: 7_000 });
  });

  it('[RT1] remembers what the referee measured for all coordinators, each item once', async () => {
    const { slice } = await carved(TRIAL);
    await journal.commit(ANNA, batch({ timings: [timing(slice, 3, 100), timing(slice, 900, 200)] }));
    await journal.commit(ANNA, batch({ timings: [timing(slice, 3, 7), timing(slice, 4, 300)] }));
    const { history } = await carved(TRIAL);
    const times = history.timings.map(({ nanoseconds }) => nanoseconds).sort((a, b) => a - b);
    expect(times).toEqual([100, 200, 300]);
    expect(history.timings[0].fuel).toBe(1000n);
  });

  it('[RT1] tells the latest of many', async () => {
    const { slice } = await carved(TRIAL);
    const many = Array.from({ length: TIMINGS + 10 }, (_, i) => timing(slice, i, i + 1));
    await journal.commit(ANNA, batch({ timings: many }));
    const { timings } = (await carved(TRIAL)).history;
    expect(timings).toHaveLength(TIMINGS);
    expect(Math.min(...timings.map(({ nanoseconds }) => nanoseconds))).toBe(11);
  });

  it('[LS3] what was measured under an old fence is not kept', async () => {
    const { slice } = await carved(TRIAL);
    const old = { ...timing(slice, 1), fence: (slice.fence + 1) as Fence };
    expect((await journal.commit(ANNA, batch({ timings: [old] }))).lost).toEqual([slice.id]);
    expect((await carved(TRIAL)).history.timings).toEqual([]);
  });

  it('a slice is cut to what its terms allow', async () => {
    expect((await carved(TRIAL, 3)).slice.count).toBe(3);
    expect((await carved(TRIAL, 1_000)).slice.count).toBe(10);
  });

  it('[LG2] a slice at a higher rate sets more aside, and is carved only as far as the budget goes', async () => {
    const dear = jobTerms({ id: '3'.repeat(32) as typeof JOB });
    await on.addJob(dear, 1_000n);
    const at = (reservePerItem: bigint) => ({
      job: dear.id,
      termsAfter: () => ({ rate: 2 * TRIAL, reservePerItem }),
    });
    const slice = await granted(journal, ANNA, at(40n));
    expect((await granted(journal, BERT, at(100n))).count).toBe(6);
    expect(await claimed(journal, BERT, at(1n))).toEqual({
      kind: 'budget',
      free: 0n,
      terms: { rate: 2 * TRIAL, reservePerItem: 1n },
    });
    const key = { ...keyOf(slice), job: dear.id };
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, device(1))],
        finals: [finalOf(key, device(1), 10, 400n)],
        settled: [settledOf(slice)],
      }),
    );
    expect(await claimed(journal, BERT, at(1n))).toMatchObject({ kind: 'budget', free: 0n });
  });
}
