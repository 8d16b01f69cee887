import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { JobState } from '../jobs/job-record.ts';

/** What a job used in all. Money in ledger units. */
export interface JobUsage {
  readonly job: JobId;
  readonly title: string;
  readonly state: JobState;
  readonly created: Date;
  readonly items: bigint;
  readonly fuel: bigint;
  readonly charged: bigint;
  /** Of its budget, set aside for what is being computed. */
  readonly reserved: bigint;
  readonly budget: bigint | null;
  readonly channel: string | null;
}

/** An account's jobs that were started, newest first. */
export const listJobUsage = (sql: Sql, account: AccountId, limit: number): Promise<JobUsage[]> =>
  sql.query<JobUsage>(
    `select job.id as job, title, job.state, created, coalesce(sum(final_items), 0) as items, coalesce(sum(final_fuel), 0) as fuel,
       coalesce(sum(spent), 0) as charged, case when job.state = 'running' then coalesce(sum(reserved), 0) else 0 end as reserved,
       budget, channel
     from (select * from job where account = $1 and state <> 'quoted' order by created desc, id limit $2) job
     left join slice on slice.job = job.id
     group by job.id, title, job.state, created, budget, channel order by created desc, job.id`,
    [account, limit],
  );
