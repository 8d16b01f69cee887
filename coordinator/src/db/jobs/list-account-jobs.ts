import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { JOB_COLUMNS, type JobRecord, type JobRow, jobFrom } from './job-record.ts';

/** An account's jobs, newest first, quotes too; `before` continues a page that ended with that job. */
export async function listAccountJobs(
  sql: Sql,
  account: AccountId,
  { before, limit }: { readonly before: JobId | null; readonly limit: number },
): Promise<JobRecord[]> {
  const rows = await sql.query<JobRow>(
    `select ${JOB_COLUMNS} from job
     join kernel on kernel.hash = job.kernel join build on build.hash = job.build
     where job.account = $1
       and ($2::text is null or (job.created, job.id) < (select created, id from job where id = $2::text and account = $1))
     order by job.created desc, job.id desc limit $3`,
    [account, before, limit],
  );
  return rows.map(jobFrom);
}
