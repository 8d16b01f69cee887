import type { AccountId, JobId } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Journal, SliceGrant } from '../../dispatch/journal.ts';
import type { Db } from '../db.ts';
import { endJob } from '../jobs/end-job.ts';
import { foldTallies } from '../ledger/fold-tallies.ts';
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
  reserving,
  settledOf,
} from '../testing/batches.ts';
import { pgliteForm, postgresForm } from '../testing/forms.ts';
import { insertJob, sqlJournal } from '../testing/journal.ts';
import { listLimits } from './list-limits.ts';
import { readChannelTotal } from './read-channel-total.ts';
import { setLimit } from './set-limit.ts';
import { sumUse } from './sum-use.ts';

const WORKER = device(1);
const ACCOUNT = 'acc' as AccountId;
const OTHER = '2'.repeat(32) as JobId;
const [KEY, CHANNEL] = ['k'.repeat(16), 'c'];
const MOST = 200;

describe.each([
  ['PGlite', pgliteForm],
  ['PostgreSQL', postgresForm],
] as const)('%s', (_, open) => {
  const form = open();
  let db: Db;
  let journal: Journal;
  beforeEach(async () => {
    db = await form.fresh();
    ({ journal } = sqlJournal(db));
    for (const id of [JOB, OTHER]) await insertJob(db, jobTerms({ id, itemCount: 1_000 }), 1_000_000n);
    await db.query('update job set key = $1, channel = $2', [KEY, CHANNEL]);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  const limit = (kind: 'key' | 'channel', perDay: bigint | null, total: bigint | null = null) =>
    setLimit(db, ACCOUNT, { kind, subject: kind === 'key' ? KEY : CHANNEL, perDay, total }, MOST);
  /** A slice of ten items for which 200 are set aside. */
  const claim = (job: JobId = JOB, me = ANNA) => claimed(journal, me, { job });
  /** All items of a slice final, at so much in all. */
  async function finish(slice: SliceGrant, charged: bigint): Promise<void> {
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }));
    await journal.commit(
      ANNA,
      batch({ finals: [finalOf(key, WORKER, 10, charged)], settled: [settledOf(slice)] }),
    );
    await foldTallies(db);
  }
  /** All that the ledger has was of yesterday. */
  const overnight = async () => {
    await db.query(`update entry set at = at - interval '1 day'`);
    await db.query(`update spending_limit set day = day - 1`);
  };

  it('[SP1] a day’s limit counts what was charged today and what is set aside, over all jobs of the key', async () => {
    await limit('key', 500n);
    const slice = await granted(journal, ANNA);
    await finish(slice, 150n);
    const second = await granted(journal, ANNA, { job: OTHER });
    // 150 are charged and 200 set aside: of the 150 that are left seven items are affordable.
    expect(await granted(journal, ANNA)).toMatchObject({ count: 7 });
    expect(await claim()).toEqual({ kind: 'limit', of: 'day' });
    expect(await claim(OTHER)).toEqual({ kind: 'limit', of: 'day' });
    await limit('key', 700n);
    expect(await granted(journal, ANNA, { job: OTHER })).toMatchObject({ count: 10 });
    expect(second.count).toBe(10);
    expect(await listLimits(db, ACCOUNT)).toEqual([
      { kind: 'key', subject: KEY, perDay: 700n, total: null, today: 150n },
    ]);
  });

  it('[SP1] goes on the next day, on which what was set aside the day before counts', async () => {
    await limit('channel', 400n);
    await finish(await granted(journal, ANNA), 200n);
    const late = await granted(journal, ANNA);
    expect(await claim()).toEqual({ kind: 'limit', of: 'day' });
    await overnight();
    expect((await granted(journal, ANNA)).count).toBe(10);
    expect(await claim()).toEqual({ kind: 'limit', of: 'day' });
    await finish(late, 50n);
    // 50 of today and the 200 of the second slice: 150 are left.
    expect((await granted(journal, ANNA)).count).toBe(7);
  });

  it('[SP1] what is charged and not in the ledger yet counts as today’s', async () => {
    await limit('channel', 400n);
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }));
    await journal.commit(ANNA, batch({ finals: [finalOf(key, WORKER, 10, 200n)] }));
    expect((await granted(journal, ANNA)).count).toBe(10);
    expect(await claim()).toEqual({ kind: 'limit', of: 'day' });
  });

  it('[SP1] a limit in all holds back for good, and the tighter of two counts', async () => {
    await limit('key', 10_000n, 300n);
    await limit('channel', 250n);
    await finish(await granted(journal, ANNA), 200n);
    expect((await granted(journal, ANNA)).count).toBe(2);
    await overnight();
    expect((await granted(journal, ANNA)).count).toBe(3);
    expect(await claim()).toEqual({ kind: 'limit', of: 'total' });
    await overnight();
    expect(await claim()).toEqual({ kind: 'limit', of: 'total' });
  });

  it('[SP1] a slice that was given up is taken up again only as far as the limit leaves room', async () => {
    await limit('key', 200n);
    const slice = await granted(journal, ANNA);
    await journal.release(ANNA);
    expect((await granted(journal, BERT)).id).toBe(slice.id);
    await journal.release(BERT);
    await limit('key', 199n);
    expect(await claim()).toEqual({ kind: 'limit', of: 'day' });
  });

  it('[SP1] a coordinator that does not know yet that a job was cancelled charges nothing for it', async () => {
    await limit('key', 200n);
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }));
    expect(await db.transaction((sql) => endJob(sql, JOB))).toBe('cancelled');
    expect((await granted(journal, BERT, { job: OTHER })).count).toBe(10);
    const { lost } = await journal.commit(ANNA, batch({ finals: [finalOf(key, WORKER, 10, 200n)] }));
    expect(lost).toEqual([slice.id]);
    expect(await sumUse(db, ACCOUNT, { kind: 'key', subject: KEY })).toMatchObject({
      spent: 0n,
      reserved: 200n,
    });
  });

  it('[SP1] coordinators that claim at once never set more aside than the limit', async () => {
    await limit('key', 1_000n);
    const claims = Array.from({ length: 16 }, (_, i) => claim(i % 2 ? JOB : OTHER, i % 4 < 2 ? ANNA : BERT));
    const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'granted')).toHaveLength(5);
    expect(await sumUse(db, ACCOUNT, { kind: 'key', subject: KEY })).toMatchObject({ reserved: 1_000n });
  });

  it('a job that no limit names is held back by none, nor by another account’s', async () => {
    await db.query(`insert into account (id, name) values ('other', 'x')`);
    await setLimit(
      db,
      'other' as AccountId,
      { kind: 'channel', subject: CHANNEL, perDay: 0n, total: 0n },
      MOST,
    );
    expect((await granted(journal, ANNA, { termsAfter: reserving(1_000n) })).count).toBe(10);
    expect(await readChannelTotal(db, CHANNEL)).toBeNull();
    await limit('channel', null, 77n);
    expect(await readChannelTotal(db, CHANNEL)).toBe(77n);
  });
});
