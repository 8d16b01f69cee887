import { resultAt } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SliceGrant } from '../dispatch/journal.ts';
import { foldSlice } from '../jobs/fold-slice.ts';
import { generator } from '../simulation/random.ts';
import type { Db, Sql } from './db.ts';
import { freeSegments } from './folds/free-segments.ts';
import { takeUnfolded, type UnfoldedSlice } from './folds/take-unfolded.ts';
import { SqlJournal } from './journal.ts';
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
import { foldAll, keepFold, PLAN, sumOf } from './testing/folds.ts';
import { type DbForm, pgliteForm, postgresForm } from './testing/forms.ts';
import { insertJob } from './testing/journal.ts';

const WORKER = device(1);
const LIAR = device(2);
const OTHER = device(3);
/** What the first column of a unit of ten sums to: 0 + 1 + … + 9. */
const UNIT = 45;

describe('on PGlite', () => folds(pgliteForm()));
describe('on PostgreSQL', () => folds(postgresForm()));

function folds(form: DbForm): void {
  let db: Db;
  let journal: SqlJournal;
  beforeEach(async () => {
    db = await form.fresh();
    journal = new SqlJournal(db);
    await insertJob(db, jobTerms(), null);
    await keepFold(db);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  const answerBytes = async (): Promise<number> =>
    Number((await db.query<{ sum: bigint }>('select sum(length(answers)) from segment'))[0].sum);

  /** Works a slice that came again: what is refuted of it under the next attempt, by a device. */
  const workAgain = (slice: SliceGrant, by = OTHER) => {
    const key = keyOf(slice, slice.first, 1);
    const again = { accepted: [acceptedBy(key, by)], audits: [passedBy(key, by, WORKER)] };
    return journal.commit(ANNA, batch({ ...again, finals: [finalOf(key, by)], settled: [settledOf(slice)] }));
  };

  it('[FO2] a settled slice is folded once, and its outputs are dropped but for what was audited', async () => {
    await settledSlice(journal, WORKER, OTHER);
    await settledSlice(journal, OTHER, WORKER);
    const before = await answerBytes();
    expect(await sumOf(db)).toEqual({ items: 0, sum: '0' });
    expect(await foldAll(db)).toBe(2);
    expect(await sumOf(db)).toEqual({ items: 20, sum: String(2 * UNIT) });
    expect(await answerBytes()).toBeLessThan(before / 2);
    expect(await foldAll(db)).toBe(0);
    await freeSegments(db);
    expect(await sumOf(db)).toEqual({ items: 20, sum: String(2 * UNIT) });
  });

  it('[FO2] of two who fold the same slice at once one does, and what is folded is not folded again', async () => {
    await settledSlice(journal, WORKER, OTHER);
    const slice = (await takeUnfolded(db)) as UnfoldedSlice;
    expect(await takeUnfolded(db)).toBe(null);
    const both = await Promise.allSettled([foldSlice(db, PLAN, slice), foldSlice(db, PLAN, slice)]);
    expect(
      both.filter(({ status, ...rest }) => status === 'fulfilled' && 'value' in rest && rest.value),
    ).toHaveLength(1);
    expect(await foldSlice(db, PLAN, slice)).toBe(null);
    expect(await sumOf(db)).toEqual({ items: 10, sum: String(UNIT) });
  });

  it('[FO2] two slices with work of the same devices, folded at once, both count', async () => {
    for (let i = 0; i < 3; i++) await settledSlice(journal, i % 2 ? WORKER : OTHER, LIAR);
    const slices = [];
    for (let i = 0; i < 3; i++) slices.push((await takeUnfolded(db)) as UnfoldedSlice);
    await Promise.all(slices.map((slice) => foldSlice(db, PLAN, slice)));
    expect(await sumOf(db)).toEqual({ items: 30, sum: String(3 * UNIT) });
  });

  it('[FO2] a fold that breaks off in its transaction leaves nothing behind', async () => {
    await settledSlice(journal, WORKER, OTHER);
    const slice = (await takeUnfolded(db)) as UnfoldedSlice;
    const before = await answerBytes();
    const broken: Db = {
      ...db,
      query: db.query.bind(db),
      transaction: (act) =>
        db.transaction(async (sql) => {
          await act(sql);
          throw new Error('the power is out');
        }),
    };
    await expect(foldSlice(broken, PLAN, slice)).rejects.toThrow('the power is out');
    expect([await sumOf(db), await answerBytes()]).toEqual([{ items: 0, sum: '0' }, before]);
    expect(await foldSlice(db, PLAN, slice)).toBeGreaterThan(0);
  });

  it('[FO2] a fold whose transaction is run again, as after a deadlock, counts once', async () => {
    for (let i = 0; i < 2; i++) await settledSlice(journal, WORKER, OTHER);
    await foldSlice(db, PLAN, (await takeUnfolded(db)) as UnfoldedSlice);
    const broken = (act: (sql: Sql) => Promise<unknown>) => async (sql: Sql) => {
      await act(sql);
      throw new Error('deadlock');
    };
    const retrying: Db = {
      ...db,
      query: db.query.bind(db),
      async transaction(act) {
        await expect(db.transaction(broken(act))).rejects.toThrow('deadlock');
        return db.transaction(act);
      },
    };
    await foldSlice(retrying, PLAN, (await takeUnfolded(db)) as UnfoldedSlice);
    expect(await sumOf(db)).toEqual({ items: 20, sum: String(2 * UNIT) });
  });

  it('[FO3] a slice that a ban opens while it is read is not folded, and later without the banned device', async () => {
    await settledSlice(journal, LIAR, OTHER);
    const slice = (await takeUnfolded(db)) as UnfoldedSlice;
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    expect(await foldSlice(db, PLAN, slice)).toBe(null);
    await workAgain(await granted(journal, ANNA, { carve: false }));
    expect(await foldAll(db)).toBe(1);
    expect(await sumOf(db)).toEqual({ items: 10, sum: String(UNIT) });
  });

  it('[FO3] what a device contributed that is refuted later leaves the fold at once; what is run again for it comes in once', async () => {
    await settledSlice(journal, LIAR, OTHER);
    await settledSlice(journal, WORKER, OTHER);
    await foldAll(db);
    expect(await sumOf(db)).toMatchObject({ items: 20 });
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    expect(await sumOf(db)).toEqual({ items: 10, sum: String(UNIT) });
    const again = await granted(journal, ANNA, { carve: false });
    expect(again.units).toMatchObject([{ first: 0, state: 'refuted' }]);
    expect(await foldAll(db)).toBe(0);
    await workAgain(again);
    expect(await foldAll(db)).toBe(1);
    expect(await sumOf(db)).toEqual({ items: 20, sum: String(2 * UNIT) });
  });

  it('[FO3] a slice of several devices keeps what the others contributed, whoever owns it meanwhile', async () => {
    const slice = await granted(journal, ANNA, { count: 20 });
    const [own, others] = [keyOf(slice), keyOf(slice, 10)];
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(own, LIAR), acceptedBy(others, WORKER)],
        audits: [passedBy(own, LIAR, OTHER), passedBy(others, WORKER, OTHER)],
        finals: [finalOf(own, LIAR), finalOf(others, WORKER)],
        settled: [settledOf(slice)],
      }),
    );
    await foldAll(db);
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    const lost = await granted(journal, BERT, { carve: false });
    await journal.release(BERT);
    const again = await granted(journal, ANNA, { carve: false });
    expect([lost.id, again.id]).toEqual([slice.id, slice.id]);
    expect(again.units).toMatchObject([
      { first: 0, state: 'refuted' },
      { first: 10, state: 'final', answer: { device: WORKER } },
    ]);
    await workAgain(again);
    await foldAll(db);
    expect(await sumOf(db)).toEqual({ items: 20, sum: String(2 * UNIT) });
  });

  it('[FO4] what a refuted auditor vouched for of a folded answer comes back with its bytes, and stays folded', async () => {
    await settledSlice(journal, WORKER, LIAR);
    await foldAll(db);
    await journal.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    expect(await sumOf(db)).toEqual({ items: 10, sum: String(UNIT) });
    const again = await granted(journal, ANNA, { carve: false });
    const [unit] = again.units;
    expect(unit).toMatchObject({ state: 'final', passed: [], folded: { lost: [1] } });
    const kept = unit.folded?.kept;
    expect(kept?.positions).toEqual([1]);
    expect(kept && resultAt(kept.results, 0)).toEqual(resultAt(answerBy(WORKER, 10).results, 1));
    await journal.commit(
      ANNA,
      batch({ audits: [passedBy(keyOf(again), WORKER, OTHER)], settled: [settledOf(again)] }),
    );
    expect(await foldAll(db)).toBe(1);
    expect(await sumOf(db)).toEqual({ items: 10, sum: String(UNIT) });
    // And once more, should the new auditor be refuted as well.
    await journal.commit(BERT, batch({ bans: [banOf(OTHER)] }));
    expect((await granted(journal, ANNA, { carve: false })).units[0].folded).toMatchObject({
      lost: [1],
      kept: { positions: [1] },
    });
  });

  it('no more is carved of a job while several slices of it wait to be folded', async () => {
    for (let i = 0; i < 3; i++) await settledSlice(journal, WORKER, OTHER);
    expect(await claimed(journal, ANNA)).toEqual({ kind: 'none' });
    await foldAll(db);
    expect((await claimed(journal, ANNA)).kind).toBe('granted');
  });

  it('[FO2] [FO3] whatever is folded, banned and run again in between, at the end each item counts once', async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    const random = generator(seed);
    const pick = (n: number): number => Math.floor(random() * n);
    // Banned ones are followed by fresh ones, so that work and audits always find somebody.
    const crowd = [10, 11, 12, 13, 14, 15];
    let next = 16;
    const work = async (slice: SliceGrant): Promise<void> => {
      const done = slice.units.filter(({ state }) => state !== 'refuted');
      // Held is what was final and lost an audit before it was folded.
      const lost = done.filter(({ state, folded }) => state === 'held' || folded?.lost.length);
      const open = [0, 10]
        .map((at) => slice.first + at)
        .filter((at) => !done.some(({ first }) => first === at));
      const attemptAt = (at: number): number =>
        1 + Math.max(-1, ...slice.units.filter(({ first }) => first === at).map(({ attempt }) => attempt));
      const plan = open.map((at) => ({
        key: keyOf(slice, at, attemptAt(at)),
        by: device(crowd[pick(3)]),
        auditor: device(crowd[3 + pick(3)]),
      }));
      await journal.commit(
        ANNA,
        batch({
          accepted: plan.map(({ key, by }) => acceptedBy(key, by)),
          audits: [
            ...plan.map(({ key, by, auditor }) => passedBy(key, by, auditor)),
            ...lost.map(({ first, answer }) =>
              passedBy(keyOf(slice, first), answer.device as typeof WORKER, device(crowd[3 + pick(3)])),
            ),
          ],
          finals: plan.map(({ key, by }) => finalOf(key, by)),
          settled: [settledOf(slice)],
        }),
      );
    };
    const step = async (): Promise<boolean> => {
      const claim = await claimed(journal, ANNA, { count: 20 });
      if (claim.kind === 'granted') await work(claim.slice);
      return claim.kind === 'granted';
    };
    for (let i = 0; i < 40; i++) {
      const what = pick(4);
      if (what === 0) {
        const out = pick(6);
        await journal.commit(BERT, batch({ bans: [banOf(device(crowd[out]))] }));
        crowd[out] = next++;
      } else if (what === 1) {
        const slice = await takeUnfolded(db);
        if (slice !== null) await foldSlice(db, PLAN, slice);
      } else await step();
    }
    do await foldAll(db);
    while (await step());
    expect(await sumOf(db), `SEED=${seed}`).toEqual({ items: 100, sum: String(10 * UNIT) });
  });

  it('[FO2] nothing is folded of a slice that is worked, nor of a job that keeps its rows', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], finals: [finalOf(key, WORKER)] }),
    );
    expect(await foldAll(db)).toBe(0);
    await db.query('update job set keep = null');
    await settledSlice(journal, WORKER, OTHER);
    expect(await foldAll(db)).toBe(0);
  });
}
