import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Running jobs all of whose items are in settled slices, folded where the job keeps a fold: they wait for their certificate. An
 * open job may still grow.
 */
export async function findFinishedJobs(sql: Sql): Promise<JobId[]> {
  const rows = await sql.query<{ id: JobId }>(
    `select id from job
     where state = 'running' and not open and cursor = item_count
       and not exists (select 1 from slice where slice.job = job.id
         and (slice.state <> 'settled' or slice.folded_fence <> slice.fence))
     order by started, id`,
  );
  return rows.map((row) => row.id);
}
