import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Which of these jobs no longer run: certified or cancelled, here or at another coordinator. */
export async function findEndedJobs(sql: Sql, jobs: readonly JobId[]): Promise<JobId[]> {
  const rows = await sql.query<{ id: JobId }>(
    `select id from job where id = any($1::text[]) and state <> 'running'`,
    [jobs],
  );
  return rows.map((row) => row.id);
}
