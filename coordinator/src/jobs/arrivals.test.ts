import { type ItemSpans, type ResultFrame, ResultFrames, ItemSpans as Spans } from '@manyhands/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Db } from '../db/db.ts';
import { endCharged, endJob } from '../db/jobs/end-job.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { noteHeldShown } from '../db/jobs/note-held-shown.ts';
import { pauseJob } from '../db/jobs/steer-job.ts';
import { sumCharged } from '../db/jobs/sum-spent.ts';
import { raiseVoucher } from '../db/settlement/raise-voucher.ts';
import {
  ANNA,
  acceptedBy,
  banOf,
  batch,
  device,
  finalOf,
  granted,
  JOB,
  jobTerms,
  keyOf,
  reserving,
  settledOf,
} from '../db/testing/batches.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { insertJob, sqlJournal } from '../db/testing/journal.ts';
import type { Journal } from '../dispatch/journal.ts';
import { type ArrivalRequest, refuseUncovered, streamArrivals } from './arrivals.ts';
import { streamResults } from './results.ts';

const WORKER = device(1);
const LIAR = device(2);
const UNIT = 1_000_000n;
const form = pgliteForm();

let db: Db;
let journal: Journal;
let stop: AbortController;
beforeEach(async () => {
  db = await form.fresh();
  ({ journal } = sqlJournal(db));
  stop = new AbortController();
});
afterEach(() => stop.abort());

async function addJob(price: 'free' | 'paid'): Promise<void> {
  await insertJob(
    db,
    jobTerms(price === 'free' ? { price: null } : {}),
    price === 'free' ? null : 10_000n * UNIT,
  );
  await db.query(`update job set channel = 'c', estimate = '{"creditWindow": "2"}'`);
  await journal.beat(ANNA);
}

const found = async (): Promise<JobRecord> => (await findJob(db, JOB)) as JobRecord;
const vouch = (cumulative: bigint) =>
  raiseVoucher(db, 'c', { researcher: '', signer: '', salt: '', signature: '', cumulative } as never);

/** What a stream gives, frame by frame, as [standing, attempt, first, last]. */
async function* frames(request: Partial<ArrivalRequest> = {}) {
  const reader = new ResultFrames();
  const whole = {
    standing: 'final',
    have: Spans.from(''),
    follow: false,
    signal: stop.signal,
    ...request,
  } as const;
  for await (const bytes of streamArrivals(db, await found(), whole)) yield* reader.push(bytes).map(told);
}

const told = ({ standing, attempt, first, block }: ResultFrame) => [
  standing,
  attempt,
  first,
  first + block.count - 1,
];

async function all(request: Partial<ArrivalRequest> = {}) {
  const seen = [];
  for await (const frame of frames(request)) seen.push(frame);
  return seen;
}

const next = async (stream: ReturnType<typeof frames>) => (await stream.next()).value;

it('[RS2] final rows come as they become final, each once, and again from any set of rows', async () => {
  await addJob('free');
  const [one, two] = [await granted(journal, ANNA, { count: 30 }), await granted(journal, ANNA)];
  const units = [keyOf(one), keyOf(one, 10), keyOf(one, 20), keyOf(two)];
  await journal.commit(ANNA, batch({ accepted: units.map((key) => acceptedBy(key, WORKER)) }));
  expect(await all()).toEqual([]);

  const stream = frames({ follow: true });
  await journal.commit(ANNA, batch({ finals: [finalOf(units[3], WORKER), finalOf(units[1], WORKER)] }));
  expect(await next(stream)).toEqual(['final', 0, 10, 19]);
  expect(await next(stream)).toEqual(['final', 0, 30, 39]);
  await journal.commit(ANNA, batch({ finals: [finalOf(units[2], WORKER)], settled: [settledOf(two)] }));
  expect(await next(stream)).toEqual(['final', 0, 20, 29]);
  await journal.commit(ANNA, batch({ finals: [finalOf(units[0], WORKER)], settled: [settledOf(one)] }));
  await db.query(`update job set state = 'certified'`);
  expect(await next(stream)).toEqual(['final', 0, 0, 9]);
  expect(await next(stream)).toBeUndefined();

  const have: ItemSpans = Spans.from('');
  have.add({ first: 5, end: 12 });
  have.add({ first: 28, end: 40 });
  expect(await all({ have, follow: true })).toEqual([
    ['final', 0, 0, 4],
    ['final', 0, 12, 27],
  ]);
  expect(await all({ have })).toEqual([]);
});

it('[RS3] a provisional row says so, comes once for each attempt, and never after the final one', async () => {
  await addJob('free');
  const slice = await granted(journal, ANNA, { count: 20 });
  const [lied, honest] = [keyOf(slice), keyOf(slice, 10)];
  await journal.commit(ANNA, batch({ accepted: [acceptedBy(lied, LIAR), acceptedBy(honest, WORKER)] }));
  const stream = frames({ follow: true, standing: 'provisional' });
  expect(await next(stream)).toEqual(['provisional', 0, 0, 9]);
  expect(await next(stream)).toEqual(['provisional', 0, 10, 19]);
  const again = keyOf(slice, 0, 1);
  await journal.commit(
    ANNA,
    batch({
      bans: [banOf(LIAR)],
      reopened: [{ ...lied, device: LIAR, items: 10, was: 'held' }],
      finals: [finalOf(honest, WORKER)],
    }),
  );
  expect(await next(stream)).toEqual(['final', 0, 10, 19]);
  await journal.commit(ANNA, batch({ accepted: [acceptedBy(again, WORKER)] }));
  expect(await next(stream)).toEqual(['provisional', 1, 0, 9]);
  await journal.commit(ANNA, batch({ finals: [finalOf(again, WORKER)] }));
  await db.query(`update job set state = 'certified'`);
  expect(await next(stream)).toEqual(['final', 0, 0, 9]);
  expect(await next(stream)).toBeUndefined();
  // Evidence that comes late has it run again; who has the final row is told no provisional one.
  const reopened = [{ ...again, device: WORKER, items: 10, was: 'final' as const }];
  await journal.commit(ANNA, batch({ reopened, accepted: [acceptedBy(keyOf(slice, 0, 2), WORKER)] }));
  const have = Spans.from('0.k');
  expect(await all({ have, standing: 'provisional' })).toEqual([]);
  expect(await all({ standing: 'provisional' })).toEqual([
    ['final', 0, 10, 19],
    ['provisional', 2, 0, 9],
  ]);
});

it('[RS4] nothing of a paid job is shown before vouchers and credit window cover it', async () => {
  await addJob('paid');
  // 30 units are set aside for each item, and each unit of ten is charged 100.
  const slice = await granted(journal, ANNA, { count: 30, termsAfter: reserving(30n * UNIT) });
  const units = [keyOf(slice), keyOf(slice, 10), keyOf(slice, 20)];
  const final = (i: number) => finalOf(units[i], WORKER, 10, 100n * UNIT);
  await journal.commit(ANNA, batch({ accepted: units.map((key) => acceptedBy(key, WORKER)) }));
  await journal.commit(ANNA, batch({ finals: [final(1)] }));
  const request = async () => refuseUncovered(db, await found(), { follow: false } as ArrivalRequest);
  await expect(request()).rejects.toMatchObject({ code: 'RESULTS_UNPAID' });
  expect(await all()).toEqual([]);
  await vouch(97n);
  expect(await all()).toEqual([]);
  await vouch(98n);
  await request();
  // 98 and a window of 2 cover the final unit, and not the 600 set aside for the others.
  expect(await all({ standing: 'provisional' })).toEqual([['final', 0, 10, 19]]);

  const stream = frames({ follow: true, standing: 'provisional' });
  expect(await next(stream)).toEqual(['final', 0, 10, 19]);
  const coming = next(stream);
  await vouch(697n);
  expect(await Promise.race([coming, new Promise((pass) => setTimeout(pass, 600, 'nothing'))])).toBe(
    'nothing',
  );
  await vouch(698n);
  expect(await coming).toEqual(['provisional', 0, 0, 9]);
  expect(await next(stream)).toEqual(['provisional', 0, 20, 29]);
});

it('[RS4] what a paid job has on hold when it is cancelled is shown to nobody, since it is never charged', async () => {
  await addJob('paid');
  const slice = await granted(journal, ANNA, { count: 20, termsAfter: reserving(30n * UNIT) });
  const [one, two] = [keyOf(slice), keyOf(slice, 10)];
  await journal.commit(ANNA, batch({ accepted: [one, two].map((key) => acceptedBy(key, WORKER)) }));
  await journal.commit(ANNA, batch({ finals: [finalOf(one, WORKER, 10, 100n * UNIT)] }));
  await vouch(10_000n);
  await db.query(`update job set state = 'cancelled'`);
  expect(await all({ standing: 'provisional', follow: true })).toEqual([['final', 0, 0, 9]]);
});

it('[RS5] a paid job of which rows on hold were shown ends once these are charged, and gives out nothing more', async () => {
  await addJob('paid');
  const slice = await granted(journal, ANNA, { count: 30, termsAfter: reserving(30n * UNIT) });
  const units = [keyOf(slice), keyOf(slice, 10), keyOf(slice, 20)];
  await journal.commit(ANNA, batch({ accepted: units.slice(0, 2).map((key) => acceptedBy(key, WORKER)) }));
  await vouch(899n);
  const stream = frames({ follow: true, standing: 'provisional' });
  expect(await next(stream)).toEqual(['provisional', 0, 0, 9]);
  expect(await next(stream)).toEqual(['provisional', 0, 10, 19]);

  const end = () => db.transaction((sql) => endJob(sql, JOB));
  expect(await end()).toBe('ending');
  expect(await end()).toBeNull();
  expect(await found()).toMatchObject({ state: 'running', paused: true, ending: true });
  expect(await pauseJob(db, JOB, false)).toBe(false);
  const final = (i: number) => batch({ finals: [finalOf(units[i], WORKER, 10, 100n * UNIT)] });
  await journal.commit(ANNA, final(0));
  expect(await endCharged(db)).toEqual([]);
  expect(await next(stream)).toEqual(['final', 0, 0, 9]);
  await journal.commit(ANNA, final(1));
  expect(await endCharged(db)).toEqual([JOB]);
  expect(await next(stream)).toEqual(['final', 0, 10, 19]);
  expect(await next(stream)).toBeUndefined();
  expect(await sumCharged(db, 'c')).toBe(200n * UNIT);
});

it('[RS5] a paid job of which nothing on hold was shown ends at once', async () => {
  await addJob('paid');
  const slice = await granted(journal, ANNA, { count: 20, termsAfter: reserving(30n * UNIT) });
  await journal.commit(ANNA, batch({ accepted: [acceptedBy(keyOf(slice), WORKER)] }));
  // Asked for, and not covered.
  expect(await all({ standing: 'provisional' })).toEqual([]);
  expect(await db.transaction((sql) => endJob(sql, JOB))).toBe('cancelled');
  expect(await noteHeldShown(db, JOB)).toBe(false);
});

it('[RS4] who saw rows out of order sees no others in order before all is covered', async () => {
  await addJob('paid');
  const slice = await granted(journal, ANNA, { count: 30, termsAfter: reserving(30n * UNIT) });
  const units = [keyOf(slice), keyOf(slice, 10), keyOf(slice, 20)];
  await journal.commit(ANNA, batch({ accepted: units.map((key) => acceptedBy(key, WORKER)) }));
  const final = (i: number) => batch({ finals: [finalOf(units[i], WORKER, 10, 100n * UNIT)] });
  const inOrder = async (follow: boolean) => {
    const request = { format: 'packed', from: 0, follow, signal: stop.signal } as const;
    const stream = streamResults(db, await found(), request);
    const { value } = await stream.next();
    await stream.return(undefined);
    return value === undefined ? [] : new ResultFrames().push(value as Uint8Array).map(told);
  };
  await vouch(98n);
  await journal.commit(ANNA, final(2));
  expect(await all()).toEqual([['final', 0, 20, 29]]);
  await journal.commit(ANNA, final(0));
  // 98 and a window of 2 would cover the first unit, were it the only one that was ever shown.
  expect(await inOrder(false)).toEqual([]);
  const coming = inOrder(true);
  await new Promise((pass) => setTimeout(pass, 300));
  // Charged after the rows were read that wait: they come as soon as what was charged before is covered.
  await journal.commit(ANNA, final(1));
  await vouch(198n);
  expect(await coming).toEqual([['final', 0, 0, 9]]);
});
