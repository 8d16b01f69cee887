import type { JobId } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Journal, SliceGrant } from '../../dispatch/journal.ts';
import type { Db } from '../db.ts';
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
} from '../testing/batches.ts';
import { pgliteForm, postgresForm } from '../testing/forms.ts';
import { insertJob, sqlJournal } from '../testing/journal.ts';

const WORKER = device(1);
const OTHER = '2'.repeat(32) as JobId;
const CHANNEL = 'c';
const UNSIGNED = { kind: 'limit', of: 'voucher' };
const TOKEN = 1_000_000n;
/** A slice has a unit of ten items, for which 200 ledger units are set aside. */
const UNIT = 10;

describe.each([
  ['PGlite', pgliteForm],
  ['PostgreSQL', postgresForm],
] as const)('%s', (_, open) => {
  const form = open();
  let db: Db;
  let journal: Journal;
  let first: number;
  beforeEach(async () => {
    first = 1_000;
    db = await form.fresh();
    ({ journal } = sqlJournal(db));
    for (const id of [JOB, OTHER])
      await insertJob(db, { ...jobTerms({ id, itemCount: 1_000 }), unitItems: UNIT }, 10n * TOKEN);
    // Nothing is shown ahead, and a token unit is computed, which is as much as 5,000 slices: so most is charged beforehand.
    await db.query(`update job set channel = $1, estimate = '{"creditWindow": "0", "workWindow": "1"}'`, [
      CHANNEL,
    ]);
    await journal.beat(ANNA);
    await journal.beat(BERT);
  });

  const charge = async (spent: bigint, job = OTHER) => {
    first -= 10;
    await db.query(
      `insert into slice (job, first, count, state, rate, spent, paid_items) values ($1, $3, 10, 'settled', 1, $2, 10)`,
      [job, spent, first],
    );
  };
  const vouch = (cumulative: bigint) =>
    db.query(
      `insert into voucher (channel, researcher, signer, salt, cumulative, signature) values ($1, '', '', '', $2, '')
       on conflict (channel) do update set cumulative = excluded.cumulative`,
      [CHANNEL, cumulative],
    );
  const claim = (me = ANNA, job: JobId = JOB) => claimed(journal, me, { job });
  const count = async (me = ANNA, job: JobId = JOB) => (await granted(journal, me, { job })).count;
  async function finish(slice: SliceGrant, charged: bigint): Promise<void> {
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }));
    await journal.commit(
      ANNA,
      batch({ finals: [finalOf(key, WORKER, UNIT, charged)], settled: [settledOf(slice)] }),
    );
  }

  it('[VO4] whichever coordinators ask for whichever jobs of a channel, they share one window', async () => {
    await charge(TOKEN - 500n);
    expect(await count(ANNA)).toBe(UNIT);
    expect(await count(BERT)).toBe(UNIT);
    // 100 are left, which is half a unit.
    expect(await claim(ANNA)).toEqual(UNSIGNED);
    expect(await claim(BERT)).toEqual(UNSIGNED);
    expect(await claim(BERT, OTHER)).toEqual(UNSIGNED);
    await vouch(1n);
    expect(await count(BERT)).toBe(UNIT);
    expect(await count(ANNA, OTHER)).toBe(UNIT);
  });

  it('[VO4] what is paid says what the rest counts', async () => {
    await charge(TOKEN - 700n);
    const first = await granted(journal, ANNA);
    await finish(first, 30n);
    // 670 are left. Items cost 3, and count at 6: a hundred and eleven of them.
    for (let units = 0; units < 11; units++) expect(await count(units % 2 ? ANNA : BERT)).toBe(UNIT);
    expect(await claim(ANNA)).toEqual(UNSIGNED);
  });

  it('[VO4] of a job of which nothing is under way a unit is given out, unless more is charged than may be shown', async () => {
    await charge(TOKEN);
    expect(await claim()).toEqual(UNSIGNED);
    await vouch(1n);
    // Vouchers and window come to two, and a third is set aside by another job.
    await charge(TOKEN, JOB);
    await vouch(2n);
    await db.query('update slice set reserved = $1, reserve_per_item = $2 where job = $3', [
      3n * TOKEN,
      TOKEN / 10n,
      OTHER,
    ]);
    expect(await count()).toBe(UNIT);
    expect(await claim()).toEqual(UNSIGNED);
  });

  it('[VO4] a slice that was given up is taken up again, also after others took the room', async () => {
    await charge(TOKEN - 250n);
    const slice = await granted(journal, ANNA);
    await journal.release(ANNA);
    expect((await granted(journal, BERT)).id).toBe(slice.id);
    await journal.release(BERT);
    await charge(TOKEN);
    expect(await claim()).toEqual(UNSIGNED);
    await vouch(2n);
    expect((await granted(journal, BERT)).id).toBe(slice.id);
  });

  it('a job that has no such window, or no channel, is given out as its budget allows', async () => {
    await charge(5n * TOKEN);
    await db.query(`update job set estimate = '{"creditWindow": "0"}'`);
    expect(await count()).toBe(UNIT);
    await db.query(`update job set channel = null`);
    expect(await count()).toBe(UNIT);
  });
});
