import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What was charged for the final units of a job that begin at `from` or later, in ledger units. */
export async function laterCharges(sql: Sql, job: JobId, from: number): Promise<bigint> {
  const [row] = await sql.query<{ charged: bigint }>(
    `select coalesce(-sum(entry.amount), 0) as charged
     from unit join entry on entry.txn = 'unit:' || unit.job || ':' || unit.first || ':' || unit.attempt
     where unit.job = $1 and unit.first >= $2 and unit.state = 'final' and entry.kind = 'charge'`,
    [job, from],
  );
  return row.charged;
}
