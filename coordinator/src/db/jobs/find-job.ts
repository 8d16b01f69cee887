import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { JOB_COLUMNS, type JobRecord, type JobRow, jobFrom } from './job-record.ts';

/** A job by its id; null when there is none. */
export async function findJob(sql: Sql, id: JobId): Promise<JobRecord | null> {
  const [row] = await sql.query<JobRow>(
    `select ${JOB_COLUMNS} from job
     join kernel on kernel.hash = job.kernel join build on build.hash = job.build
     where job.id = $1`,
    [id],
  );
  return row === undefined ? null : jobFrom(row);
}
