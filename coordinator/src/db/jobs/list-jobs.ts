import type { Sql } from '../db.ts';
import { JOB_COLUMNS, type JobRecord, type JobRow, jobFrom } from './job-record.ts';

/** The latest jobs that were started, newest first; quotes that nobody took up are left out. */
export async function listJobs(sql: Sql, limit: number): Promise<JobRecord[]> {
  const rows = await sql.query<JobRow>(
    `select ${JOB_COLUMNS} from job
     join kernel on kernel.hash = job.kernel join build on build.hash = job.build
     where job.state <> 'quoted' order by job.created desc, job.id limit $1`,
    [limit],
  );
  return rows.map(jobFrom);
}
