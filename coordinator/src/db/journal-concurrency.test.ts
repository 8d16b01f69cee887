/** What only the SQL journal has to withstand: coordinators at the same moment, and replies that were lost. */
import type { CoordinatorId } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from './db.ts';
import { appendCall } from './jobs/append-call.ts';
import { SqlJournal } from './journal.ts';
import { foldTallies } from './ledger/fold-tallies.ts';
import { raiseVoucher } from './settlement/raise-voucher.ts';
import {
  ANNA,
  acceptedBy,
  BERT,
  banOf,
  batch,
  claimed,
  device,
  finalOf,
  granted,
  JOB,
  jobTerms,
  keyOf,
  passedBy,
  reserving,
  settledOf,
} from './testing/batches.ts';
import { pgliteForm, postgresForm } from './testing/forms.ts';
import { insertJob } from './testing/journal.ts';

const [WORKER, LIAR, OTHER] = [device(1), device(2), device(3)];

describe('SQL journals on one PostgreSQL', () => {
  const form = postgresForm();
  let db: Db;
  let anna: SqlJournal;
  let bert: SqlJournal;
  beforeEach(async () => {
    db = await form.fresh();
    [anna, bert] = [new SqlJournal(db), new SqlJournal(db)];
    await insertJob(db, jobTerms({ itemCount: 400 }), null);
    await anna.beat(ANNA);
    await bert.beat(BERT);
  });

  it('[LS1] [SL1] many coordinators that claim at once get disjoint slices', async () => {
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, i) => claimed(i % 2 ? anna : bert, i % 2 ? ANNA : BERT, { count: 10 })),
    );
    const firsts = claims.map((claim) => (claim.kind === 'granted' ? claim.slice.first : -1));
    expect(firsts.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => 10 * i));
  });

  it('[LG2] claims at the same moment do not reserve more than the budget', async () => {
    await db.query('update job set budget = 1000');
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => claimed(i % 2 ? anna : bert, i % 2 ? ANNA : BERT, { count: 7 })),
    );
    expect(await db.query('select sum(reserved) as reserved, sum(count)::int as items from slice')).toEqual([
      { reserved: 1000n, items: 50 },
    ]);
  });

  it('[LS1] a claim that runs beside a call does not take the call’s slice for a grant that was lost', async () => {
    const slice = await granted(anna, ANNA, { count: 400 });
    await db.query('update job set open = true');
    const called = await appendCall(db, JOB, callAt(1));
    expect(called).toMatchObject({ first: 400, count: 1 });
    // Whoever claims has not heard of the call's slice yet.
    const claim = () => claimed(anna, ANNA, { carve: false, holding: [slice.id] });
    expect(await claim()).toEqual({ kind: 'none' });
    // A reply that never came is no longer under way.
    await db.query(`update slice set called = called - interval '2 minutes'`);
    expect(await claim()).toMatchObject({ kind: 'granted', slice: { id: called?.id } });
  });

  it('[RT1] [LG2] a call at known terms is taken only while they hold and the budget covers it', async () => {
    await granted(anna, ANNA, { count: 400 });
    await db.query('update job set open = true, budget = 1000');
    const [{ rate }] = await db.query<{ rate: number }>('select rate from slice');
    const expecting = (newest: number | null, change = {}) =>
      appendCall(db, JOB, { ...callAt(rate), expected: { newest }, ...change });
    const [{ committed }] = await db.query<{ committed: bigint }>(
      'select coalesce(sum(spent + reserved), 0) as committed from slice',
    );
    const left = 1000n - committed;
    expect(await expecting(null, { rate: rate + 1 })).toBeNull();
    expect(await expecting(7)).toBeNull();
    expect(await expecting(null, { reservePerItem: left + 1n })).toBeNull();
    expect(await expecting(null, { reservePerItem: left })).toMatchObject({ first: 400, count: 1 });
    expect(await expecting(null, { reservePerItem: 1n })).toBeNull();
    await db.query('insert into timing (job, item, fuel, nanoseconds) values ($1, 0, 1, 1)', [JOB]);
    expect(await expecting(null)).toBeNull();
    const [{ newest }] = await db.query<{ newest: number }>('select max(seq) as newest from timing');
    expect(await expecting(newest)).toMatchObject({ first: 401, count: 1 });
  });

  it('[RS4] [SP1] a call at known terms is taken only while vouchers cover it and nothing else limits it', async () => {
    await granted(anna, ANNA, { count: 400 });
    await db.query(
      `update job set open = true, budget = 10000000, channel = 'c', estimate = '{"creditWindow": "1"}'`,
    );
    await db.query('update slice set reserved = 0');
    const [{ rate }] = await db.query<{ rate: number }>('select rate from slice');
    const call = (reservePerItem: bigint) =>
      appendCall(db, JOB, { ...callAt(rate), reservePerItem, expected: { newest: null } });
    // Nobody noted yet that its answers are shown before they are final.
    expect(await call(1n)).toBeNull();
    await db.query('update job set held_shown = true');
    expect(await call(1_000_001n)).toBeNull();
    expect(await call(1_000_000n)).toMatchObject({ count: 1 });
    expect(await call(1n)).toBeNull();
    const voucher = { researcher: '', signer: '', salt: '', signature: '', cumulative: 2n } as never;
    await raiseVoucher(db, 'c', voucher);
    expect(await call(2_000_001n)).toBeNull();
    expect(await call(500_000n)).toMatchObject({ count: 1 });
    await db.query(`insert into channel_exit values ('c')`);
    expect(await call(1n)).toBeNull();
    await db.query('delete from channel_exit');
    await db.query(
      `insert into spending_limit (account, kind, subject, total) values ('acc', 'channel', 'c', 1)`,
    );
    expect(await call(1n)).toBeNull();
    await db.query('delete from spending_limit');
    expect(await call(1n)).toMatchObject({ count: 1 });
  });

  it('[LG2] calls at known terms at the same moment do not reserve more than the budget', async () => {
    await granted(anna, ANNA, { count: 400 });
    await db.query('update job set open = true, budget = 1000');
    await db.query('update slice set reserved = 0');
    const [{ rate }] = await db.query<{ rate: number }>('select rate from slice');
    const call = { ...callAt(rate), reservePerItem: 300n, expected: { newest: null } };
    const called = await Promise.all(Array.from({ length: 12 }, () => appendCall(db, JOB, call)));
    const taken = called.filter((slice) => slice !== null).map(({ first }) => first);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThanOrEqual(3);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('[VF2] [VF3] bans and settling at the same moment leave no settled unit of a banned device', async () => {
    for (let round = 0; round < 12; round++) {
      const liar = device(100 + round);
      const slice = await granted(anna, ANNA);
      const key = keyOf(slice);
      await anna.commit(
        ANNA,
        batch({ accepted: [acceptedBy(key, liar)], audits: [passedBy(key, liar, OTHER)] }),
      );
      await Promise.all([
        anna.commit(ANNA, batch({ finals: [finalOf(key, liar)], settled: [settledOf(slice)] })),
        bert.commit(BERT, batch({ bans: [banOf(liar)] })),
      ]);
      // The slice is free again, and whoever takes it finds nothing of the liar in it.
      expect(await db.query(`select from slice where state = 'settled'`)).toEqual([]);
      const again = await granted(bert, BERT, { carve: false });
      expect([again.id, again.units[0].state]).toEqual([slice.id, 'refuted']);
    }
  });

  it('[VF2] an auditor banned by another coordinator while the slice is worked does not vouch for a settled slice', async () => {
    const slice = await granted(anna, ANNA);
    const key = keyOf(slice);
    await anna.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, WORKER)],
        audits: [passedBy(key, WORKER, LIAR)],
        finals: [finalOf(key, WORKER)],
      }),
    );
    await bert.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    await anna.commit(ANNA, batch({ settled: [settledOf(slice)] }));
    const again = await granted(bert, BERT, { carve: false });
    expect(again.units).toMatchObject([{ state: 'held', paid: true, passed: [] }]);
    // Audited again, it is final again, and nobody is paid twice [LG3].
    const retaken = keyOf(again);
    await bert.commit(
      BERT,
      batch({
        audits: [passedBy(retaken, WORKER, OTHER)],
        finals: [finalOf(retaken, WORKER)],
        settled: [settledOf(again)],
      }),
    );
    expect(await db.query('select state, final_items, spent from slice')).toEqual([
      { state: 'settled', final_items: 10, spent: 100n },
    ]);
    await foldTallies(db);
    expect(
      await db.query(`select sum(amount) as earned from entry where account = $1`, [`payee:${WORKER}`]),
    ).toEqual([{ earned: 100n }]);
  });

  it('[VF3] a ban leaves a certified job as it is', async () => {
    const slice = await granted(anna, ANNA);
    const key = keyOf(slice);
    await anna.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, LIAR)], finals: [finalOf(key, LIAR)], settled: [settledOf(slice)] }),
    );
    await db.query(`update job set state = 'certified'`);
    await bert.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    expect(await db.query('select state, fence from slice')).toEqual([{ state: 'settled', fence: 2 }]);
  });

  it('commits that touch the same devices in opposite orders all succeed', async () => {
    const slices = [await granted(anna, ANNA, { count: 100 }), await granted(bert, BERT, { count: 100 })];
    const rounds = Array.from({ length: 10 }, (_, i) => i);
    await Promise.all(
      slices.map(async (slice, side) => {
        for (const i of rounds) {
          const key = keyOf(slice, slice.first + 10 * i);
          const [worker, auditor] = side === 0 ? [WORKER, OTHER] : [OTHER, WORKER];
          const parts = { accepted: [acceptedBy(key, worker)], audits: [passedBy(key, worker, auditor)] };
          await (side === 0 ? anna : bert).commit(
            side === 0 ? ANNA : BERT,
            batch({ ...parts, finals: [finalOf(key, worker)] }),
          );
        }
      }),
    );
    await foldTallies(db);
    const records = await anna.devices([WORKER, OTHER]);
    expect([...records.values()].map((record) => [record.passed, record.finalItems])).toEqual([
      [10, 100],
      [10, 100],
    ]);
  });
});

describe('the SQL journal', () => {
  const form = pgliteForm();
  let db: Db;
  let journal: SqlJournal;
  beforeEach(async () => {
    db = await form.fresh();
    journal = new SqlJournal(db);
    await insertJob(db, jobTerms(), null);
    await journal.beat(ANNA);
  });

  it('[CM2] [LG3] a batch whose reply was lost changes nothing when it is sent again', async () => {
    const slice = await granted(journal, ANNA, { count: 20 });
    const [one, two] = [keyOf(slice), keyOf(slice, 10)];
    const whole = batch({
      accepted: [acceptedBy(one, WORKER), acceptedBy(two, LIAR)],
      audits: [passedBy(one, WORKER, OTHER), passedBy(two, LIAR, OTHER, 'refuted')],
      reopened: [{ ...two, device: LIAR, items: 10, was: 'held' }],
      bans: [banOf(LIAR)],
      finals: [finalOf(one, WORKER)],
    });
    await journal.commit(ANNA, whole);
    const totals = async () => ({
      slices: await db.query<{ final_items: number }>('select * from slice'),
      rows: await db.query('select (select count(*) from segment), (select count(*) from tally) as tallies'),
      devices: await journal.devices([WORKER, LIAR, OTHER]),
    });
    const before = await totals();
    await journal.commit(ANNA, whole);
    expect(await totals()).toEqual(before);
    expect(before.slices[0]).toMatchObject({
      final_items: 10,
      held_items: 0,
      device_audits: 1,
      refuted_units: 1,
    });
  });

  it('[CM2] a batch that fails leaves nothing behind', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await db.query('alter table tally add check (false)');
    const failing = journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], finals: [finalOf(key, WORKER)], bans: [banOf(LIAR)] }),
    );
    await expect(failing).rejects.toThrow();
    expect(await db.query('select from segment')).toEqual([]);
    expect(await db.query('select from device')).toEqual([]);
    expect(await db.query('select number from ban_count')).toEqual([{ number: 0 }]);
    // Nothing of it was kept in mind either: sent again, all of it is stored.
    await db.query('alter table tally drop constraint tally_check');
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], finals: [finalOf(key, WORKER)] }),
    );
    expect(await db.query('select held_items, final_items from slice')).toEqual([
      { held_items: 0, final_items: 10 },
    ]);
  });

  it('[LG2] more than was set aside for a unit is the operator’s loss, not the researcher’s', async () => {
    const slice = await granted(journal, ANNA, { termsAfter: reserving(5n) });
    const key = keyOf(slice);
    await journal.commit(
      ANNA,
      batch({ accepted: [acceptedBy(key, WORKER)], finals: [finalOf(key, WORKER)] }),
    );
    await foldTallies(db);
    expect(await db.query('select account, amount, kind from entry order by line')).toEqual([
      { account: 'channel:c', amount: -50n, kind: 'charge' },
      { account: `payee:${WORKER}`, amount: 100n, kind: 'work' },
      { account: 'operator', amount: -50n, kind: 'loss' },
    ]);
    expect(await db.query('select spent, reserved from slice')).toEqual([{ spent: 50n, reserved: 0n }]);
  });

  it('[LG2] the researcher does not pay for a refuted unit’s second attempt', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, LIAR)], finals: [finalOf(key, LIAR)] }));
    const next = keyOf(slice, 0, 1);
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(next, WORKER)],
        reopened: [{ ...key, device: LIAR, items: 10, was: 'final' }],
        bans: [banOf(LIAR)],
        finals: [finalOf(next, WORKER)],
      }),
    );
    await foldTallies(db);
    expect(await db.query(`select sum(amount) as charged from entry where account = 'channel:c'`)).toEqual([
      { charged: -100n },
    ]);
    expect(
      await db.query(`select sum(amount) as earned from entry where account = $1`, [`payee:${WORKER}`]),
    ).toEqual([{ earned: 100n }]);
  });

  it('[VF2] a claim does not hand over held work of devices that were banned since', async () => {
    const slice = await granted(journal, ANNA);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, LIAR)] }));
    await journal.release(ANNA);
    await db.query(`insert into device (id, banned, ban) values ($1, now(), 1)`, [LIAR]);
    expect((await granted(journal, ANNA)).units).toMatchObject([{ state: 'refuted', attempt: 0 }]);
    expect(await db.query('select held_items from slice')).toEqual([{ held_items: 0 }]);
  });

  it('[LS4] where only one process can have the database, a new one takes over at once', async () => {
    const slice = await granted(journal, ANNA);
    const next = new SqlJournal(db, { alone: true });
    await next.beat(BERT);
    expect((await granted(next, BERT)).id).toBe(slice.id);
    await next.beat(BERT);
    expect(await claimed(next, BERT as CoordinatorId, { carve: false })).toEqual({ kind: 'none' });
  });

  it('counts items beyond 2^31', async () => {
    await db.query(`update job set item_count = 5000000000, cursor = 4294967296`);
    const slice = await granted(journal, ANNA);
    expect(slice.first).toBe(4294967296);
    const key = keyOf(slice);
    await journal.commit(ANNA, batch({ accepted: [acceptedBy(key, WORKER)] }));
    await journal.release(ANNA);
    expect((await granted(journal, ANNA)).units[0].first).toBe(4294967296);
  });
});

/** A call whose terms were looked at under the job's lock. */
const callAt = (rate: number) => ({
  rows: new Uint8Array(4),
  root: 'r',
  owner: ANNA,
  idempotencyKey: null,
  rate,
  reservePerItem: 0n,
  expected: null,
});
