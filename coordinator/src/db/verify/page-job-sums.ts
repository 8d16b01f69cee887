import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What a job's slices and the ledger say of it, in ledger units. */
export interface JobSums {
  readonly job: JobId;
  readonly spent: bigint;
  /** Spent and set aside. */
  readonly used: bigint;
  readonly charged: bigint;
  readonly budget: bigint | null;
  readonly state: string;
}

/** In the order of jobs, after one of them; one alone with a limit of 1 and `after` just below it. */
export const pageJobSums = (sql: Sql, after: string, limit: number): Promise<JobSums[]> =>
  sql.query<JobSums>(
    `select job.id as job, s.spent, s.used, e.charged, job.budget, job.state
     from (select id, budget, state from job where id > $1 order by id limit $2) job,
       lateral (select coalesce(sum(spent), 0) as spent, coalesce(sum(spent + reserved), 0) as used from slice where slice.job = job.id) s,
       lateral (select coalesce(-sum(amount), 0) as charged from entry where entry.job = job.id and kind = 'charge') e
     order by job.id`,
    [after, limit],
  );

export async function readJobSums(sql: Sql, job: JobId): Promise<JobSums> {
  const [row] = await sql.query<JobSums>(
    `select job.id as job, job.budget, job.state,
       (select coalesce(sum(spent), 0) from slice where slice.job = job.id) as spent,
       (select coalesce(sum(spent + reserved), 0) from slice where slice.job = job.id) as used,
       (select coalesce(-sum(amount), 0) from entry where entry.job = job.id and kind = 'charge') as charged
     from job where id = $1`,
    [job],
  );
  return row;
}
