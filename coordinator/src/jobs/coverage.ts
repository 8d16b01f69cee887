import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { sumCharged, sumSpentFrom } from '../db/jobs/sum-spent.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import type { LoggedUnit, SliceLog } from '../dispatch/slice-log.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import type { FinalRun } from './final-units.ts';

/**
 * Of some final units in order, those that may be shown: every charge of the channel, but for this job's later units,
 * must be within what vouchers cover and the credit window. So what is shown of all a channel's jobs together never
 * exceeds both.
 */
export async function coveredPart(sql: Sql, job: JobRecord, { slice, units }: FinalRun): Promise<FinalRun> {
  if (job.channel === null || job.price === null || slice === null || units.length === 0)
    return { slice, units };
  const limit = await limitOf(sql, job, job.channel);
  const charged = await sumCharged(sql, job.channel);
  if (charged <= limit) return { slice, units };
  const end = slice.slice.first + slice.slice.count;
  let shown = charged - (await sumSpentFrom(sql, job.id, end)) - chargedFrom(slice, units[0].first);
  const covered: LoggedUnit[] = [];
  for (const unit of units) {
    shown += unit.charged;
    if (shown > limit) break;
    covered.push(unit);
  }
  return { slice, units: covered };
}

/** Whether all that was charged of a job's channel is within what vouchers cover and the credit window. */
export const isCovered = async (sql: Sql, job: JobRecord): Promise<boolean> =>
  job.channel === null ||
  job.price === null ||
  (await sumCharged(sql, job.channel)) <= (await limitOf(sql, job, job.channel));

/** Ledger units. */
const limitOf = async (sql: Sql, job: JobRecord, channel: string): Promise<bigint> =>
  ((await readVouchered(sql, channel)) + BigInt(job.estimate.creditWindow)) * LEDGER_UNITS_PER_TOKEN_UNIT;

/** What was charged for a slice's units from an item on, refuted ones included. */
function chargedFrom(slice: SliceLog, item: number): bigint {
  let sum = 0n;
  for (const unit of slice.attempts()) if (unit.first >= item) sum += unit.charged;
  return sum;
}

/** What a job's channel owes for all its jobs, cumulative. Token units as decimal text. */
export async function billOf(sql: Sql, job: JobRecord) {
  if (job.price === null || job.channel === null)
    return { channel: null, owed: '0', vouchered: '0', creditWindow: '0' };
  return {
    channel: job.channel,
    owed: String(tokenUnitsOwed(await sumCharged(sql, job.channel))),
    vouchered: String(await readVouchered(sql, job.channel)),
    creditWindow: job.estimate.creditWindow,
  };
}
