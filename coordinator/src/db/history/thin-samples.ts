import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Samples that are kept of a job at least, once it had them; twice as many at most. */
const KEPT = 256;

/**
 * Deletes samples of these jobs until those kept lie 1, 2, 4, 8 … ticks apart: as few as 256 to 512 tell of a job, however long it
 * runs. The newest stays.
 */
export async function thinSamples(sql: Sql, jobs: readonly JobId[]): Promise<void> {
  await sql.query(
    `delete from job_sample using (
       select job, max(tick) as newest,
         (2 ^ greatest(0, floor(log(2, greatest(1, max(tick) - min(tick)) / $2::numeric))))::bigint as step
       from job_sample where job = any($1::text[]) group by job
     ) span
     where job_sample.job = span.job and tick < newest and tick % step <> 0`,
    [jobs, KEPT],
  );
}
