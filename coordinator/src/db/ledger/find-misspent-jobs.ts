import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface Misspent {
  readonly job: JobId;
  /** By the totals of its slices, in ledger units. */
  readonly spent: bigint;
  /** By the ledger. */
  readonly charged: bigint;
  readonly budget: bigint | null;
}

/**
 * Jobs whose slices and ledger disagree on what was spent, or that went over budget: there are never any [LG2]. `unfolded`: what
 * jobs were charged by commits of which the ledger has no entries yet.
 */
export const findMisspentJobs = (sql: Sql, unfolded: ReadonlyMap<JobId, bigint>): Promise<Misspent[]> =>
  sql.query<Misspent>(
    `with charge as (
       select job, -amount as amount from entry where kind = 'charge'
       union all select * from unnest($1::text[], $2::numeric[])
     )
     select job.id as job, coalesce(s.spent, 0) as spent, coalesce(e.charged, 0) as charged, budget
     from job
     left join (select job, sum(spent) as spent, sum(spent + reserved) as used from slice group by job) s on s.job = job.id
     left join (select job, sum(amount) as charged from charge group by job) e on e.job = job.id
     where coalesce(s.spent, 0) <> coalesce(e.charged, 0) or coalesce(s.used, 0) > budget
     order by job.id limit 100`,
    [[...unfolded.keys()], [...unfolded.values()]],
  );
