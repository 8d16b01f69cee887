import { setTimeout } from 'node:timers/promises';
import { encodeTable, type ItemResult, KnownError, rowFromJson, tableRoot } from '@manyhands/protocol';
import { type Sql, sqlState } from '../db/db.ts';
import { appendCall, type CallRow } from '../db/jobs/append-call.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import type { LeasedSlice } from '../db/journal/lease-slice.ts';
import { readPayHistory } from '../db/journal/read-pay-history.ts';
import { roomFor } from '../db/limits/room-for.ts';
import type { SliceGrant } from '../dispatch/journal.ts';
import { priceAt } from '../domain/pay.ts';
import { nextRate } from '../domain/rate.ts';
import { reservePerItem } from '../domain/reserve.ts';
import { checkBudget, checkFits, lockOpenJob } from './append.ts';
import { answerTo, calledBefore } from './called.ts';
import { Cover } from './coverage.ts';
import type { Desk } from './desk.ts';
import { lineOf } from './rows.ts';
import { checkRoom } from './spending.ts';
import { jobOf } from './start.ts';

/** How often a call looks for an idle seat. */
const LOOK_MS = 5;
const UNIQUE_VIOLATION = '23505';

export interface CallRequest {
  /** A row, as JSON. */
  readonly input: unknown;
  readonly waitMs: number;
  /** The same key gives the same item again, and is refused with another row. */
  readonly idempotencyKey: string | null;
}

/**
 * Has one item computed at once, on a seat that idles: the row is appended to the open job and its slice carved in one
 * transaction, then a seat executes it. The reply is provisional: the item is committed, audited and paid like any other.
 * Throws JOB_CLOSED, JOB_STATE, ROW_INVALID, INPUTS_AHEAD, BUDGET_FULL, SPENDING_LIMIT, RESULTS_UNPAID, IDEMPOTENCY_REUSED or NO_SEAT, and then nothing was added; or
 * CALL_UNANSWERED, and then the item stays in the job.
 */
export async function callItem(
  desk: Desk,
  job: JobRecord,
  { input, waitMs, idempotencyKey }: CallRequest,
): Promise<Record<string, unknown>> {
  const until = performance.now() + waitMs;
  const row = rowFromJson({ row: 1 }, job.columns, input);
  const earlier = await calledBefore(desk.db, job, idempotencyKey, row);
  if (earlier !== null) return lineFrom(job, earlier, await answerTo(desk.db, job, earlier, until));
  if (job.state !== 'running' || job.paused) throw notRunning(job);
  const withheld = desk.dispatcher.withheld(job.id);
  if (withheld !== null)
    throw new KnownError('JOB_STATE', `this job takes no calls now. ${withheld.sentence}`);
  checkFits(job, row.length);
  await idleSeat(desk, until);
  const grant = await appendRow(desk, job, { row, idempotencyKey });
  if (grant === null)
    return callItem(desk, job, { input, waitMs: until - performance.now(), idempotencyKey });
  const result = await desk.dispatcher.call(grant, row, Math.max(0, until - performance.now()));
  return lineFrom(job, grant.first, result);
}

const lineFrom = (job: JobRecord, index: number, result: ItemResult): Record<string, unknown> =>
  JSON.parse(lineOf('ndjson', job.outputs, { index, result }));

async function idleSeat(desk: Desk, until: number): Promise<void> {
  while (desk.dispatcher.idleSeats() === 0) {
    if (performance.now() + LOOK_MS > until)
      throw new KnownError(
        'NO_SEAT',
        'no seat was idle in time, and nothing was added to the job; try again',
      );
    await setTimeout(LOOK_MS);
  }
}

/** The row as a part of its own, and a slice of it that is this coordinator's. Null: its key came in between. */
async function appendRow(
  desk: Desk,
  job: JobRecord,
  { row, idempotencyKey }: { readonly row: Uint8Array; readonly idempotencyKey: string | null },
): Promise<SliceGrant | null> {
  const call = { rows: encodeTable([row]), root: tableRoot([row]), owner: desk.me, idempotencyKey };
  try {
    const leased = await append(desk, job, call);
    if (leased === null) throw await refusal(desk, job);
    return { ...leased, job: job.id, units: [] };
  } catch (error) {
    if (idempotencyKey !== null && sqlState(error) === UNIQUE_VIOLATION) return null;
    throw error;
  }
}

const append = async (desk: Desk, job: JobRecord, call: Appended): Promise<LeasedSlice | null> =>
  job.price === null
    ? appendCall(desk.db, job.id, { ...call, rate: job.rate, reservePerItem: 0n, expected: null })
    : ((await appendAsBefore(desk, job, call)) ?? (await appendPaid(desk, job, call)));

type Appended = Pick<CallRow, 'rows' | 'root' | 'owner' | 'idempotencyKey'>;

/** One statement, where the job's last call is known and its terms still hold. */
async function appendAsBefore(desk: Desk, job: JobRecord, call: Appended): Promise<LeasedSlice | null> {
  const terms = desk.callTerms.of(job.id);
  if (terms === null) return null;
  const { rate, reservePerItem, newest } = terms;
  return appendCall(desk.db, job.id, { ...call, rate, reservePerItem, expected: { newest } });
}

/** A paid job's rate and what is left of its budget, looked at under the job's lock [LG2]. */
async function appendPaid(desk: Desk, job: JobRecord, call: Appended): Promise<LeasedSlice | null> {
  const { leased, history, terms } = await desk.db.transaction(async (sql) => {
    const paid = await payable(sql, job);
    return { leased: await appendCall(sql, job.id, { ...call, ...paid.terms, expected: null }), ...paid };
  });
  if (leased !== null) desk.callTerms.note(job.id, history, terms);
  return leased;
}

async function payable(sql: Sql, job: JobRecord) {
  const { budget } = await lockOpenJob(sql, job.id);
  const history = await readPayHistory(sql, job.id, job.rate);
  const { rate } = nextRate(history.rates);
  checkBudget(job, { budget, rate }, { items: 1, committed: history.committed });
  const price = job.price && priceAt(job.price, rate);
  const terms = { rate, reservePerItem: reservePerItem(price, job.fuelCap, job.policy) };
  checkRoom(await roomFor(sql, job), terms.reservePerItem);
  if (!(await new Cover(sql, job).reachesCall(terms.reservePerItem)))
    throw new KnownError(
      'RESULTS_UNPAID',
      'an answer waits for a voucher that covers all that is set aside for the channel’s jobs: pay ahead, or come again when earlier calls are final and paid',
    );
  return { history, terms };
}

/** Why a job took no call. */
async function refusal(desk: Desk, { id }: JobRecord): Promise<KnownError> {
  const job = await jobOf(desk, id);
  if (job.state !== 'running' || job.paused) return notRunning(job);
  if (!job.open) return new KnownError('JOB_CLOSED', 'this job is closed and takes no more calls');
  // Slices are carved in the order of items: what was appended before comes first.
  return new KnownError(
    'INPUTS_AHEAD',
    'items of this job are not given out yet; call again once they are, or use an open job for calls alone',
  );
}

const notRunning = (job: JobRecord): KnownError =>
  new KnownError('JOB_STATE', `this job is ${job.paused ? 'paused' : job.state}; calls need it running`);
