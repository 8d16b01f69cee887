import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { takeSlicesBack } from './take-slices-back.ts';

/**
 * Ends a job that is not certified, at once: or, where rows on hold of it were shown and some are on hold still, pauses it until those
 * are checked and charged [RS5]. Null when there is nothing to end. To be called in a transaction: whoever shows rows on hold notes it
 * in the same row, so that what this finds under its lock is what was shown.
 */
export async function endJob(sql: Sql, id: JobId): Promise<'cancelled' | 'ending' | null> {
  await sql.query('select from job where id = $1 for update', [id]);
  const [row] = await sql.query<{ state: string }>(
    `update job set revision = revision + 1, paused = paused or owes, ending = owes,
       state = case when owes then state else 'cancelled' end
     from (select held_shown and state = 'running' and exists (
       select from slice where slice.job = $1 and held_items > 0) as owes from job where id = $1) found
     where job.id = $1 and state in ('quoted', 'running') and not ending
     returning state`,
    [id],
  );
  if (row === undefined) return null;
  if (row.state !== 'cancelled') return 'ending';
  await takeSlicesBack(sql, [id]);
  return 'cancelled';
}

/** Ends the cancelled jobs of which nothing is on hold any more; to be called in a transaction. */
export async function endCharged(sql: Sql): Promise<JobId[]> {
  const rows = await sql.query<{ id: JobId }>(
    `update job set state = 'cancelled', revision = revision + 1
     where ending and state = 'running'
       and not exists (select from slice where slice.job = job.id and held_items > 0)
     returning id`,
  );
  const ended = rows.map(({ id }) => id);
  if (ended.length > 0) await takeSlicesBack(sql, ended);
  return ended;
}
