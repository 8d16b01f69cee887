import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Locks a job and its slices in the order of ids. Gives the database's time if the job is still running with every
 * item in a settled slice, folded where it keeps a fold, else null. Until the transaction ends no refutation can open a slice of it again [VF3].
 */
export async function lockFinishedJob(sql: Sql, job: JobId): Promise<Date | null> {
  const locked = await sql.query<{ state: string; complete: boolean; at: Date }>(
    `select state, cursor = item_count and not open as complete, now() as at from job where id = $1 for update`,
    [job],
  );
  if (locked[0]?.state !== 'running' || !locked[0].complete) return null;
  const slices = await sql.query<{ done: boolean }>(
    `select state = 'settled' and coalesce(folded_fence = fence, true) as done from slice
     where job = $1 order by id for update`,
    [job],
  );
  return slices.every((slice) => slice.done) ? locked[0].at : null;
}
