import type { CoordinatorId, Fence, JobId } from '@manyhands/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { JobTerms, Journal } from '../dispatch/journal.ts';
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
  settledSlice,
} from './testing/batches.ts';

/** A journal with jobs in it, as the suite needs it. */
export interface JournalUnderTest {
  readonly journal: Journal;
  /** Adds a running job. `budget` in ledger units; null: no limit. */
  addJob(terms: JobTerms, budget: bigint | null): Promise<void>;
  /** Makes a coordinator seem to be silent for longer than the journal allows. */
  silence(me: CoordinatorId): Promise<void>;
  /** All lines of the ledger. */
  entries(): Promise<readonly { txn: string; account: string; amount: bigint }[]>;
}

/** What the ledger gives a payee, over all transactions. */
export const earnedBy = async (on: JournalUnderTest, payee: string): Promise<bigint> =>
  (await on.entries())
    .filter((entry) => entry.account === `payee:${payee}`)
    .reduce((sum, entry) => sum + entry.amount, 0n);

const WORKER = device(1);
const LIAR = device(2);
const OTHER = device(3);

/** What every form of the journal keeps. Call inside `describe`. */
export function journalSuite(open: () => Promise<JournalUnderTest>): void {
  let on: JournalUnderTest;
  let journal: Journal;
  beforeEach(async () => {
    on = await open();
    journal = on.journal;
    await on.addJob(jobTerms(), null);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  const earned = (payee: string): Promise<bigint> => earnedBy(on, payee);

  it('knows its running jobs as they were started', async () => {
    expect(await journal.runningJobs()).toEqual([jobTerms()]);
  });

  it('[SL1] slices never overlap and together cover the job', async () => {
    const covered: number[] = [];
    for (let turn = 0; ; turn++) {
      const claim = await claimed(journal, turn % 2 ? ANNA : BERT, { count: 7 + turn });
      if (claim.kind !== 'granted') break;
      for (let i = 0; i < claim.slice.count; i++) covered.push(claim.slice.first + i);
    }
    expect(covered).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await claimed(journal, ANNA)).toEqual({ kind: 'none' });
  });

  it('[LS1] a slice that somebody owns is granted to nobody else', async () => {
    const first = await granted(journal, ANNA, { count: 100 });
    expect(first.count).toBe(100);
    expect(await claimed(journal, BERT)).toEqual({ kind: 'none' });
  });

  it('carves nothing fresh when it is not asked to', async () => {
    expect(await claimed(journal, ANNA, { carve: false })).toEqual({ kind: 'none' });
    await granted(journal, ANNA);
    await journal.release(ANNA);
    expect((await granted(journal, BERT, { carve: false })).first).toBe(0);
  });

  it('[LS2] the fence grows when a slice changes hands, and what was committed goes with it', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], audits: [passedBy(key, WORKER, OTHER)] }),
    );
    await journal.release(ANNA);
    const again = await granted(journal, BERT);
    expect(again.id).toBe(slice.id);
    expect(again.fence).toBeGreaterThan(slice.fence);
    expect(again.units).toHaveLength(1);
    expect(again.units[0]).toMatchObject({ first: 0, count: 10, attempt: 0, state: 'held', paid: false });
    expect(again.units[0].answer).toEqual(answerBy(WORKER, 10));
    expect(again.units[0].draws).toEqual([{ round: 0, positions: [1] }]);
    expect(again.units[0].passed).toMatchObject([
      { item: 1, auditor: OTHER, paid: { payee: OTHER, site: '' }, fuel: 10n },
    ]);
  });

  it('[LS3] an old fence writes nothing and learns that it lost the slice', async () => {
    const slice = await granted(journal, ANNA);
    await journal.release(ANNA);
    const now = await granted(journal, BERT);
    const key = keyOf(slice);
    const receipt = await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, WORKER)],
        finals: [finalOf(key, WORKER)],
        settled: [settledOf(slice)],
      }),
    );
    expect(receipt).toEqual({ lost: [slice.id], banned: [] });
    expect(await on.entries()).toEqual([]);
    // The new owner is not disturbed.
    const receiptOfOwner = await journal.commit(BERT, batch({ accepted: [acceptedBy(keyOf(now), OTHER)] }));
    expect(receiptOfOwner.lost).toEqual([]);
    await journal.release(BERT);
    expect((await granted(journal, ANNA)).units.map((unit) => unit.answer.device)).toEqual([OTHER]);
  });

  it('[LS3] a guessed fence writes nothing', async () => {
    const slice = await granted(journal, ANNA);
    const key = { ...keyOf(slice), fence: (slice.fence + 1) as Fence };
    expect((await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }))).lost).toEqual([
      slice.id,
    ]);
  });

  it('[LS4] the slices of a silent coordinator become available, those of a living one do not', async () => {
    const slice = await granted(journal, ANNA, { count: 60 });
    const kept = await granted(journal, BERT, { count: 40 });
    await on.silence(ANNA);
    await journal.beat(BERT);
    const taken = await granted(journal, BERT);
    expect(taken.id).toBe(slice.id);
    expect(await claimed(journal, BERT)).toEqual({ kind: 'none' });
    expect(kept.id).not.toBe(slice.id);
  });

  it('[LS4] a coordinator that comes back after its silence writes nothing', async () => {
    const slice = await granted(journal, ANNA);
    await on.silence(ANNA);
    await journal.beat(BERT);
    await granted(journal, BERT);
    await journal.beat(ANNA);
    const receipt = await journal.commit(ANNA, batch({ accepted: [acceptedBy(keyOf(slice), WORKER)] }));
    expect(receipt.lost).toEqual([slice.id]);
  });

  it('[CM2] a batch is stored wholly: answers, finals, payments, settling and reputation', async () => {
    const slice = await granted(journal, ANNA, { count: 100 });
    const keys = Array.from({ length: 10 }, (_, i) => keyOf(slice, 10 * i));
    await journal.commit(
      ANNA,
      batch({
        accepted: keys.map((key) => acceptedBy(key, WORKER)),
        audits: keys.map((key) => passedBy(key, WORKER, OTHER)),
        finals: keys.map((key) => finalOf(key, WORKER)),
        settled: [settledOf(slice)],
      }),
    );
    const records = await journal.devices([WORKER, LIAR]);
    expect(records.get(WORKER)).toEqual({
      passed: 10,
      banned: false,
      finalItems: 100,
      finalFuel: 1000n,
      refutedItems: 0,
    });
    expect(records.has(LIAR)).toBe(false);
    expect(await earned(WORKER)).toBe(1000n);
    expect(await claimed(journal, ANNA)).toEqual({ kind: 'none' });
  });

  it('[LG1] the entries of each transaction sum to zero', async () => {
    const slice = await granted(journal, ANNA, { count: 20 });
    const keys = [keyOf(slice), keyOf(slice, 10)];
    await journal.commit(
      ANNA,
      batch({
        accepted: keys.map((key) => acceptedBy(key, WORKER)),
        finals: keys.map((key) => finalOf(key, WORKER)),
      }),
    );
    const sums = new Map<string, bigint>();
    for (const { txn, amount } of await on.entries()) sums.set(txn, (sums.get(txn) ?? 0n) + amount);
    expect([...sums.values()]).toEqual([0n]);
  });

  it('[LG3] a final that comes twice is paid once', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], finals: [finalOf(key, WORKER)] }),
    );
    await journal.commit(ANNA, batch({ finals: [finalOf(key, WORKER)] }));
    expect(await earned(WORKER)).toBe(100n);
    expect((await journal.devices([WORKER])).get(WORKER)?.finalItems).toBe(10);
  });

  it('[VF2] a final of a device that was banned meanwhile is refused and not paid', async () => {
    const slice = await granted(journal, ANNA, { count: 20 });
    const [own, others] = [keyOf(slice), keyOf(slice, 10)];
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(own, LIAR), acceptedBy(others, WORKER)] }));
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    const receipt = await journal.commit(
      ANNA,
      batch({ finals: [finalOf(own, LIAR), finalOf(others, WORKER)] }),
    );
    expect(receipt).toEqual({ lost: [], banned: [LIAR] });
    expect((await on.entries()).map((entry) => entry.account)).toEqual(['channel:c', `payee:${WORKER}`]);
  });

  it('[VF2] a final and the ban of its device in one batch: the ban wins', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, LIAR)], bans: [banOf(LIAR)], finals: [finalOf(key, LIAR)] }),
    );
    expect(await on.entries()).toEqual([]);
    expect((await journal.devices([LIAR])).get(LIAR)?.banned).toBe(true);
  });

  it('[VF2] a refuted unit is run again under the next attempt, and what was paid stays paid', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, LIAR)], finals: [finalOf(key, LIAR)] }));
    await journal.commit(
      ANNA,
      batch({ reopened: [{ ...key, device: LIAR, items: 10, was: 'final' }], bans: [banOf(LIAR)] }),
    );
    await journal.release(ANNA);
    const again = await granted(journal, BERT);
    expect(again.units).toMatchObject([{ attempt: 0, state: 'refuted', paid: true }]);
    await journal.commit(BERT, batch({ accepted: [acceptedBy(keyOf(again, 0, 1), WORKER)] }));
    await journal.release(BERT);
    expect((await granted(journal, ANNA)).units).toMatchObject([{ attempt: 1, state: 'held', paid: true }]);
    expect(await on.entries()).toHaveLength(2);
  });

  it('the auditor who found a lie is owed for it until the next attempt is paid', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, LIAR)],
        audits: [passedBy(key, LIAR, OTHER, 'refuted')],
        reopened: [{ ...key, device: LIAR, items: 10, was: 'held' }],
        bans: [banOf(LIAR)],
      }),
    );
    await journal.release(ANNA);
    const again = await granted(journal, BERT);
    expect(again.units[0].passed).toEqual([]);
    expect(again.units[0].arrears).toMatchObject([{ item: 1, auditor: OTHER, fuel: 10n }]);
  });

  it('[VF2] a ban opens settled slices of uncertified jobs again, for its own units and those it vouched for', async () => {
    const own = await settledSlice(journal, LIAR, WORKER);
    const vouched = await settledSlice(journal, WORKER, LIAR);
    const clean = await settledSlice(journal, WORKER, OTHER);
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    const first = await granted(journal, ANNA, { carve: false });
    const second = await granted(journal, ANNA, { carve: false });
    expect([first.id, second.id]).toEqual([own, vouched]);
    expect(first.units).toMatchObject([{ state: 'refuted', attempt: 0, paid: true }]);
    expect(second.units[0].passed).toEqual([]);
    expect(second.units[0].answer.device).toBe(WORKER);
    expect(await claimed(journal, ANNA, { carve: false })).toEqual({ kind: 'none' });
    expect(clean).toBeGreaterThan(vouched);
  });

  it('tells each coordinator of a ban once', async () => {
    await journal.commit(ANNA, batch({ bans: [banOf(LIAR)] }));
    expect(await journal.beat(BERT)).toEqual([LIAR]);
    expect(await journal.beat(BERT)).toEqual([]);
  });

  it('[LG2] reservations and spending together stay within the budget; a slice shrinks to what is left', async () => {
    const small = '2'.repeat(32) as JobId;
    await on.addJob(jobTerms({ id: small }), 500n);
    const one = await granted(journal, ANNA, { job: small, count: 15 });
    const two = await granted(journal, BERT, { job: small, count: 15 });
    expect([one.count, two.count]).toEqual([15, 10]);
    expect(await claimed(journal, ANNA, { job: small })).toMatchObject({ kind: 'budget', free: 0n });
    const key = keyOf(one);
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, WORKER, 15)],
        finals: [finalOf(key, WORKER, 15, 60n)],
        settled: [settledOf(one)],
      }),
    );
    // 300 were set aside, 60 spent: 240 are free again, twelve items.
    expect((await granted(journal, ANNA, { job: small, count: 100 })).count).toBe(12);
    expect(await claimed(journal, ANNA, { job: small })).toMatchObject({ kind: 'budget', free: 0n });
  });
}
