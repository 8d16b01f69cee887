import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Notes that rows on hold of a paid job are shown; false where it does not run, so that they may not be: what is on hold of a
 * cancelled job is never charged. The first time it waits for a cancellation that is under way, and a cancellation for it; afterwards it
 * only looks, since a cancellation finds the note.
 */
export async function noteHeldShown(sql: Sql, job: JobId): Promise<boolean> {
  const rows = await sql.query(
    `with noted as (
       update job set held_shown = true where id = $1 and state = 'running' and not held_shown returning id
     )
     select id from noted union all select id from job where id = $1 and state = 'running' and held_shown`,
    [job],
  );
  return rows.length === 1;
}
