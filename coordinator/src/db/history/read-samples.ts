import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { TICK_SECONDS } from './sample-jobs.ts';

/** Where a job stood at a moment. */
export interface JobSample {
  readonly at: Date;
  readonly final: number;
  readonly held: number;
  readonly executed: number;
  readonly fuel: bigint;
}

/** Oldest first: some hundreds, however long the job ran. */
export const readSamples = (sql: Sql, job: JobId): Promise<JobSample[]> =>
  sql.query<JobSample>(
    `select to_timestamp(tick * $2::int) as at, final, held, executed, fuel
     from job_sample where job = $1 order by tick limit 2000`,
    [job, TICK_SECONDS],
  );
