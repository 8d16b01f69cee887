import { setTimeout } from 'node:timers/promises';
import {
  encodeTable,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  rowFromJson,
  tableRoot,
} from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { carveSlice } from '../db/journal/carve-slice.ts';
import { readRateHistory } from '../db/journal/read-rate-history.ts';
import { sumCommittedBudget } from '../db/journal/sum-committed-budget.ts';
import type { SliceGrant } from '../dispatch/journal.ts';
import { priceAt } from '../domain/pay.ts';
import { nextRate } from '../domain/rate.ts';
import { reservePerItem } from '../domain/reserve.ts';
import { addPart, checkFits, lockOpenJob } from './append.ts';
import type { Desk } from './desk.ts';
import { kernelOf } from './kernels.ts';
import { lineOf } from './rows.ts';

/** How often a call looks for an idle seat. */
const LOOK_MS = 5;

/**
 * Has one item computed at once, on a seat that idles: the row is appended to the open job and its slice carved in one
 * transaction, then a seat executes it. The reply is provisional: the item is committed, audited and paid like any other.
 * Throws JOB_CLOSED, JOB_STATE, ROW_INVALID, INPUTS_AHEAD, BUDGET_FULL or NO_SEAT, and then nothing was added; or
 * CALL_UNANSWERED, and then the item stays in the job.
 */
export async function callItem(
  desk: Desk,
  job: JobRecord,
  input: unknown,
  waitMs: number,
): Promise<Record<string, unknown>> {
  if (job.state !== 'running' || job.paused)
    throw new KnownError(
      'JOB_STATE',
      `this job ${job.paused ? 'is paused' : `is ${job.state}`}; calls need it running`,
    );
  const { schema } = await kernelOf(desk, job.kernel);
  const row = rowFromJson({ row: 1 }, schema.inputs, input);
  checkFits(job, row.length);
  const until = performance.now() + waitMs;
  await idleSeat(desk, until);
  const grant = await desk.db.transaction((sql) => appendCall(sql, desk, job, row));
  const result = await desk.dispatcher.call(grant, row, Math.max(0, until - performance.now()));
  return JSON.parse(lineOf('ndjson', job.outputs, { index: grant.first, result }));
}

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

/** The row as a part of its own, and a slice of it that is this coordinator's. */
async function appendCall(sql: Sql, desk: Desk, job: JobRecord, row: Uint8Array): Promise<SliceGrant> {
  const { cursor, item_count } = await lockOpenJob(sql, job.id);
  // Slices are carved in the order of items [SL1]: what was appended before comes first.
  if (cursor < item_count)
    throw new KnownError(
      'INPUTS_AHEAD',
      `${item_count - cursor} items of this job are not given out yet; call again once they are, or use a job for calls alone`,
      { details: { items: item_count - cursor } },
    );
  const { rate } = nextRate(await readRateHistory(sql, job.id, job.rate));
  const price = job.price && priceAt(job.price, rate);
  const terms = { rate, reservePerItem: reservePerItem(price, job.fuelCap, job.policy), count: 1 };
  if (job.budget !== null) await checkLeft(sql, job, terms.reservePerItem);
  const rows = { kind: 'rows', rows: encodeTable([row]) } as const;
  await addPart(sql, job, { source: rows, count: 1, root: tableRoot([row]), idempotencyKey: null });
  return { ...(await carveSlice(sql, job.id, desk.me, terms)), job: job.id, units: [] };
}

async function checkLeft(sql: Sql, job: JobRecord, needed: bigint): Promise<void> {
  const left = (job.budget as bigint) - (await sumCommittedBudget(sql, job.id));
  if (left < needed)
    throw new KnownError(
      'BUDGET_FULL',
      `${left / LEDGER_UNITS_PER_TOKEN_UNIT} token units of the budget are left; a call sets aside ${needed / LEDGER_UNITS_PER_TOKEN_UNIT + 1n}`,
    );
}
