import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** How many items each part of a job's inputs has, and the root over them: without their rows. */
export function listPartRoots(sql: Sql, job: JobId): Promise<{ count: number; root: string }[]> {
  return sql.query('select count, root from job_input where job = $1 order by part', [job]);
}
