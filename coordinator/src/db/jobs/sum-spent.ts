import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What all jobs of a channel were charged, in ledger units: at once what the ledger says seconds later. */
export async function sumCharged(sql: Sql, channel: string): Promise<bigint> {
  const [row] = await sql.query<{ charged: bigint }>(
    `select coalesce(sum(slice.spent), 0) as charged
     from slice join job on job.id = slice.job where job.channel = $1`,
    [channel],
  );
  return row.charged;
}

/** The same, and what is set aside for those that run; null where one of them was cancelled: what it has on hold is never charged. */
export async function sumCommitted(sql: Sql, channel: string, of: JobId): Promise<bigint | null> {
  const [row] = await sql.query<{ committed: bigint; cancelled: boolean }>(
    `select coalesce(sum(slice.spent + case when job.state = 'running' then slice.reserved else 0 end), 0) as committed,
       exists (select from job where id = $2 and state = 'cancelled') as cancelled
     from slice join job on job.id = slice.job where job.channel = $1`,
    [channel, of],
  );
  return row.cancelled ? null : row.committed;
}

/** What the jobs of a channel that run may still be charged, in ledger units. */
export async function sumOpen(sql: Sql, channel: string): Promise<bigint> {
  const [row] = await sql.query<{ open: bigint }>(
    `select coalesce(sum(budget - (select coalesce(sum(spent), 0) from slice where slice.job = job.id)), 0) as open
     from job where channel = $1 and state = 'running'`,
    [channel],
  );
  return row.open;
}

/** What was charged for the items of a job from `first` on, where a slice begins, in ledger units. */
export async function sumSpentFrom(sql: Sql, job: JobId, first: number): Promise<bigint> {
  const [row] = await sql.query<{ spent: bigint }>(
    'select coalesce(sum(spent), 0) as spent from slice where job = $1 and first >= $2',
    [job, first],
  );
  return row.spent;
}
