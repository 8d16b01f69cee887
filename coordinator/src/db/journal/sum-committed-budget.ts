import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Ledger units that a job has spent or set aside. The caller holds the job's lock, so that the sum cannot grow. */
export async function sumCommittedBudget(sql: Sql, job: JobId): Promise<bigint> {
  const [row] = await sql.query<{ used: bigint }>(
    'select coalesce(sum(spent + reserved), 0) as used from slice where job = $1',
    [job],
  );
  return row.used;
}
