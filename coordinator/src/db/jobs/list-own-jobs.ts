import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { JOB_COLUMNS, type JobRecord, type JobRow, jobFrom } from './job-record.ts';

/** The latest jobs of an account that were started, newest first. */
export async function listOwnJobs(sql: Sql, account: AccountId, limit: number): Promise<JobRecord[]> {
  const rows = await sql.query<JobRow>(
    `select ${JOB_COLUMNS} from job
     join kernel on kernel.hash = job.kernel join build on build.hash = job.build
     where job.account = $1 and job.state <> 'quoted' order by job.created desc, job.id limit $2`,
    [account, limit],
  );
  return rows.map(jobFrom);
}
