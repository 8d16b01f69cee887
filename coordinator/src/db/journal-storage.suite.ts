import { blockOf } from '@manyhands/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { Journal } from '../dispatch/journal.ts';
import { earnedBy, type JournalUnderTest } from './journal.suite.ts';
import {
  ANNA,
  acceptedBy,
  answerBy,
  BERT,
  banOf,
  batch,
  claimed,
  device,
  finalOf,
  granted,
  jobTerms,
  keyOf,
  passedBy,
  settledOf,
} from './testing/batches.ts';

const WORKER = device(1);
const LIAR = device(2);
const OTHER = device(3);

/** What every form of the journal keeps when commits are repeated, cut off, or overtaken by bans. Call inside `describe`. */
export function journalStorageSuite(open: () => Promise<JournalUnderTest>): void {
  let on: JournalUnderTest;
  let journal: Journal;
  beforeEach(async () => {
    on = await open();
    journal = on.journal;
    await on.addJob(jobTerms(), null);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  const paidTo = (payee: string): Promise<bigint> => earnedBy(on, payee);

  it('[CM2] what devices agreed on counts for both, once, with the unit it was about', async () => {
    const slice = await granted(journal, ANNA);
    const unit = keyOf(slice);
    const agreed = [WORKER, OTHER].map((by) => ({ ...unit, device: by }));
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(unit, WORKER, 5)], agreed }));
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(unit, WORKER, 5)], agreed }));
    const known = await journal.devices([WORKER, OTHER]);
    expect([known.get(WORKER)?.passed, known.get(OTHER)?.passed]).toEqual([1, 1]);
  });

  it('[CM2] [LG3] a batch that is sent again under its number changes nothing and gets the first receipt', async () => {
    const slice = await granted(journal, ANNA);
    const gone = await granted(journal, ANNA);
    await journal.commit(ANNA, batch({ settled: [settledOf(gone)] }));
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    const whole = batch({
      accepted: [acceptedBy(keyOf(slice), WORKER, 5), acceptedBy(keyOf(slice, 5), LIAR, 5)],
      audits: [passedBy(keyOf(slice), WORKER, OTHER), passedBy(keyOf(gone), WORKER, OTHER)],
      finals: [finalOf(keyOf(slice), WORKER, 5), finalOf(keyOf(slice, 5), LIAR, 5)],
      executed: [{ ...keyOf(slice), items: 3 }],
    });
    const first = await journal.commit(ANNA, whole);
    expect(first).toEqual({ lost: [gone.id], banned: [LIAR] });
    const known = async () => [await on.entries(), await journal.devices([WORKER, LIAR, OTHER])];
    const before = await known();
    expect(await journal.commit(ANNA, whole)).toEqual(first);
    expect(await known()).toEqual(before);
    expect(await paidTo(WORKER)).toBe(100n);
    // Other coordinators count for themselves.
    const { number } = whole;
    const others = await granted(journal, BERT, { carve: true });
    const commit = { ...batch({ accepted: [acceptedBy(keyOf(others), OTHER)] }), number };
    expect((await journal.commit(BERT, { ...commit, number: number + 100 })).lost).toEqual([]);
  });

  it('[LS4] [CM2] a coordinator that dies between two commits leaves all of the first and nothing of the second', async () => {
    const slice = await granted(journal, ANNA, { count: 30 });
    const [one, two, three] = [keyOf(slice), keyOf(slice, 10), keyOf(slice, 20)];
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(one, WORKER), acceptedBy(two, OTHER)], finals: [finalOf(one, WORKER)] }),
    );
    await journal.commit(
      ANNA,
      batch({ audits: [passedBy(two, OTHER, WORKER)], drawn: [{ ...two, round: 1, positions: [3, 7] }] }),
    );
    await on.silence(ANNA);
    await journal.beat(BERT);
    const again = await granted(journal, BERT);
    expect(again.id).toBe(slice.id);
    const late = batch({ accepted: [acceptedBy(three, WORKER)], finals: [finalOf(two, OTHER)] });
    expect(await journal.commit(ANNA, late)).toEqual({ lost: [slice.id], banned: [] });
    expect(again.units.map(({ first, state, paid }) => ({ first, state, paid }))).toEqual([
      { first: 0, state: 'final', paid: true },
      { first: 10, state: 'held', paid: false },
    ]);
    const [done, held] = again.units;
    expect(done.seq).toBeLessThan(held.seq);
    expect(held.draws).toEqual([
      { round: 0, positions: [1] },
      { round: 1, positions: [3, 7] },
    ]);
    expect(blockOf(held.answer.results).bytes).toEqual(blockOf(answerBy(OTHER, 10).results).bytes);
    await journal.release(BERT);
    expect((await granted(journal, ANNA)).units).toHaveLength(2);
    expect([await paidTo(WORKER), await paidTo(OTHER)]).toEqual([100n, 0n]);
  });

  it('[VF2] a ban committed between the claim and the settling of a slice keeps it from being settled', async () => {
    const slice = await granted(journal, ANNA, { count: 20 });
    const [own, others] = [keyOf(slice), keyOf(slice, 10)];
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(own, LIAR), acceptedBy(others, WORKER)],
        audits: [passedBy(own, LIAR, WORKER), passedBy(others, WORKER, OTHER)],
        finals: [finalOf(own, LIAR), finalOf(others, WORKER)],
      }),
    );
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    await journal.commit(ANNA, batch({ settled: [settledOf(slice)] }));
    const again = await granted(journal, BERT, { carve: false });
    expect(again.units).toMatchObject([
      { first: 0, state: 'refuted', paid: true },
      { first: 10, state: 'final' },
    ]);
    // Run again by somebody else, it is settled, although the liar was paid once [LG3].
    const next = keyOf(again, 0, 1);
    await journal.commit(
      BERT,
      batch({
        accepted: [acceptedBy(next, OTHER)],
        audits: [passedBy(next, OTHER, WORKER)],
        finals: [finalOf(next, OTHER)],
        settled: [settledOf(again)],
      }),
    );
    expect(await claimed(journal, BERT, { carve: false })).toEqual({ kind: 'none' });
    expect((await journal.devices([LIAR])).get(LIAR)).toMatchObject({ finalItems: 0, refutedItems: 10 });
    const charged = (await on.entries()).filter((entry) => entry.account === 'channel:c');
    expect(charged.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(-200n);
  });

  it('[VF2] what a banned auditor vouched for comes back on hold with its answer, is audited again and paid once', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, WORKER)],
        audits: [passedBy(key, WORKER, LIAR)],
        finals: [finalOf(key, WORKER)],
        settled: [settledOf(slice)],
      }),
    );
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    const again = await granted(journal, BERT, { carve: false });
    expect(again.units).toMatchObject([{ state: 'held', paid: true, passed: [], attempt: 0 }]);
    expect(blockOf(again.units[0].answer.results).count).toBe(10);
    expect((await journal.devices([WORKER])).get(WORKER)?.passed).toBe(0);
    const retaken = keyOf(again);
    await journal.commit(
      BERT,
      batch({
        audits: [passedBy(retaken, WORKER, OTHER)],
        finals: [finalOf(retaken, WORKER)],
        settled: [settledOf(again)],
      }),
    );
    expect(await claimed(journal, BERT, { carve: false })).toEqual({ kind: 'none' });
    expect(await paidTo(WORKER)).toBe(100n);
    expect((await journal.devices([WORKER])).get(WORKER)).toMatchObject({ passed: 1, finalItems: 10 });
  });

  it('a unit that is refuted and answered again in one batch is its second answer', async () => {
    const slice = await granted(journal, ANNA);
    const [one, two] = [keyOf(slice), keyOf(slice, 0, 1)];
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(one, LIAR), acceptedBy(two, WORKER)],
        reopened: [{ ...one, device: LIAR, items: 10, was: 'held' }],
        bans: [banOf(LIAR)],
        finals: [finalOf(two, WORKER)],
        settled: [settledOf(slice)],
      }),
    );
    const records = await journal.devices([LIAR, WORKER]);
    expect([...records.values()].map((record) => [record.finalItems, record.refutedItems])).toEqual([
      [0, 10],
      [10, 0],
    ]);
    // Its first answer does not keep it open.
    expect(await claimed(journal, ANNA, { carve: false })).toEqual({ kind: 'none' });
    expect(await paidTo(WORKER)).toBe(100n);
  });

  it('[LS1] a claim whose reply was lost is granted again, what the caller holds is not', async () => {
    const [lost, held] = [await granted(journal, ANNA), await granted(journal, ANNA)];
    const again = await granted(journal, ANNA, { carve: false, holding: [held.id] });
    expect(again.id).toBe(lost.id);
    expect(again.fence).toBeGreaterThan(lost.fence);
    expect(await claimed(journal, ANNA, { carve: false, holding: [held.id, lost.id] })).toEqual({
      kind: 'none',
    });
    expect(await claimed(journal, BERT, { carve: false, holding: [] })).toEqual({ kind: 'none' });
    expect(
      (await journal.commit(ANNA, batch({ accepted: [acceptedBy(keyOf(again), WORKER)] }))).lost,
    ).toEqual([]);
  });
}
