import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import type { FinalUnit } from '../db/jobs/read-final-units.ts';
import { laterCharges } from '../db/jobs/sum-later-charges.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import { balanceOf, owedBy } from '../ledger/ledger.ts';

/**
 * Of some final units in order, those that may be shown: every charge of the channel, but for this job's later units,
 * must be within what vouchers cover and the credit window. So what is shown of all a channel's jobs together never
 * exceeds both.
 */
export async function coveredPart(
  sql: Sql,
  job: JobRecord,
  units: readonly FinalUnit[],
): Promise<FinalUnit[]> {
  if (job.price === null || job.channel === null || units.length === 0) return [...units];
  const window = BigInt(job.estimate.creditWindow);
  const limit = ((await readVouchered(sql, job.channel)) + window) * LEDGER_UNITS_PER_TOKEN_UNIT;
  const charged = -(await balanceOf(sql, job.price.payer));
  if (charged <= limit) return [...units];
  let shown = charged - (await laterCharges(sql, job.id, units[0].first));
  const covered: FinalUnit[] = [];
  for (const unit of units) {
    shown += unit.charged;
    if (shown > limit) break;
    covered.push(unit);
  }
  return covered;
}

/** What a job's channel owes for all its jobs, cumulative. Token units as decimal text. */
export async function billOf(sql: Sql, job: JobRecord) {
  if (job.price === null || job.channel === null)
    return { channel: null, owed: '0', vouchered: '0', creditWindow: '0' };
  return {
    channel: job.channel,
    owed: String(await owedBy(sql, job.channel)),
    vouchered: String(await readVouchered(sql, job.channel)),
    creditWindow: job.estimate.creditWindow,
  };
}
