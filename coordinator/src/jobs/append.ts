import {
  type InputPart,
  type JobId,
  joinedRoot,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  LIMITS,
} from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { appendInput, type GrowingJob, lockGrowingJob, type NewPart } from '../db/jobs/append-input.ts';
import { findInputByKey, type PartSource, type StoredPart } from '../db/jobs/find-inputs.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { sumCommittedBudget } from '../db/journal/sum-committed-budget.ts';
import { priceAt } from '../domain/pay.ts';
import { reservePerItem } from '../domain/reserve.ts';
import type { Desk } from './desk.ts';
import { type AskedInputs, checkInputs } from './inputs.ts';
import { samePart } from './repeated.ts';

export interface AppendRequest {
  readonly inputs: AskedInputs;
  /** The same key gives the same part again, and is refused with other inputs. */
  readonly idempotencyKey?: string;
}

/**
 * Adds inputs behind those of an open job, checked as at its start. Throws JOB_CLOSED, BUDGET_FULL, IDEMPOTENCY_REUSED, and what is wrong with the
 * inputs; then nothing is added.
 */
export async function appendInputs(desk: Desk, job: JobRecord, request: AppendRequest): Promise<StoredPart> {
  const { idempotencyKey } = request;
  const earlier = idempotencyKey === undefined ? null : await findInputByKey(desk.db, job.id, idempotencyKey);
  if (earlier !== null) return samePart(earlier, request.inputs);
  // Before the work of checking; what counts is looked at again under the job's lock.
  if (!job.open) throw closed(job.state);
  const checked = await checkInputs(desk.tables, request.inputs, job.columns);
  checkFits(job, checked.largest);
  const part = await desk.db.transaction(async (sql) => {
    const again = idempotencyKey === undefined ? null : await findInputByKey(sql, job.id, idempotencyKey);
    if (again !== null) return samePart(again, request.inputs);
    return addPart(sql, job, { ...checked, idempotencyKey: idempotencyKey ?? null });
  });
  desk.dispatcher.lookForJobs();
  return part;
}

/** A unit's inputs travel in one assignment, whose size was fixed by the first inputs. */
export function checkFits(job: JobRecord, largest: number): void {
  const most = Math.floor(LIMITS.assignmentBytes / job.unitItems) - 4;
  if (largest <= most) return;
  throw new KnownError(
    'TABLE_INVALID',
    `a row has ${largest} bytes; units of ${job.unitItems} items, as this job's first inputs made them, leave ${most}: start a job with such a row among its first inputs`,
  );
}

export interface Addition {
  readonly source: PartSource;
  readonly count: number;
  readonly root: string;
  readonly idempotencyKey: string | null;
}

/** Adds a part under the job's lock, which the transaction keeps until it ends. Throws JOB_CLOSED, TABLE_INVALID or BUDGET_FULL. */
export async function addPart(sql: Sql, job: JobRecord, addition: Addition): Promise<StoredPart> {
  const growing = await lockOpenJob(sql, job.id);
  if (growing.item_count + addition.count > LIMITS.itemsPerRange)
    throw new KnownError('TABLE_INVALID', `a job may have ${LIMITS.itemsPerRange} items`);
  if (growing.parts >= LIMITS.partsPerJob)
    throw new KnownError('TABLE_INVALID', `inputs may be appended ${LIMITS.partsPerJob - 1} times to a job`);
  if (job.price !== null && growing.budget !== null)
    checkBudget(job, growing, { items: addition.count, committed: await sumCommittedBudget(sql, job.id) });
  const part: NewPart = { ...addition, part: growing.parts, first: growing.item_count };
  await appendInput(sql, job.id, part, joinedRoot(growing.input_root, part as InputPart));
  return part;
}

export async function lockOpenJob(sql: Sql, id: JobId): Promise<GrowingJob> {
  const growing = await lockGrowingJob(sql, id);
  if (growing === null || !growing.open || (growing.state !== 'running' && growing.state !== 'quoted'))
    throw closed(growing?.state ?? 'gone');
  return growing;
}

const closed = (state: string): KnownError =>
  new KnownError(
    'JOB_CLOSED',
    `this job is ${state} and takes no more inputs; only one that is started with “open” does, until it is closed`,
  );

/**
 * What is left of the budget must cover a unit of the new items, or all of them where they are fewer [LG2]. `committed`:
 * ledger units that are spent or set aside.
 */
export function checkBudget(
  job: JobRecord,
  growing: Pick<GrowingJob, 'budget' | 'rate'>,
  { items, committed }: { readonly items: number; readonly committed: bigint },
): void {
  if (job.price === null || growing.budget === null) return;
  const perItem = reservePerItem(priceAt(job.price, growing.rate), job.fuelCap, job.policy);
  const needed = perItem * BigInt(Math.min(job.unitItems, items));
  const left = growing.budget - committed;
  if (left >= needed) return;
  const tokens = {
    left: left / LEDGER_UNITS_PER_TOKEN_UNIT,
    needed: needed / LEDGER_UNITS_PER_TOKEN_UNIT + 1n,
  };
  throw new KnownError(
    'BUDGET_FULL',
    `${tokens.left} token units of the budget are neither spent nor set aside; what is appended needs ${tokens.needed}`,
    { details: { left: String(tokens.left), needed: String(tokens.needed) } },
  );
}
