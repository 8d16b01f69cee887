import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Pauses the running jobs of which as many items failed as they allow, not counting those from before they were last let go
 * on. One statement, so that of several coordinators one does it, and none undoes what a researcher does meanwhile.
 */
export async function haltFailing(sql: Sql): Promise<JobId[]> {
  const rows = await sql.query<{ id: JobId }>(
    `update job set paused = true, revision = revision + 1,
       halted = jsonb_build_object('failed', failing.failed - job.excused)
     from (
       select slice.job, sum(slice.trapped_items)::bigint as failed
       from slice join job on job.id = slice.job
       where job.state = 'running' and not job.paused and job.stop_after is not null
       group by slice.job
     ) failing
     where job.id = failing.job and job.state = 'running' and not job.paused
       and failing.failed - job.excused >= job.stop_after
     returning job.id`,
  );
  return rows.map((row) => row.id);
}
