import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Notes that rows on hold of a paid job are shown; false where it does not run, so that they may not be: what is on hold of a
 * cancelled job is never charged. It waits for a cancellation that is under way, and a cancellation for it.
 */
export async function noteHeldShown(sql: Sql, job: JobId): Promise<boolean> {
  const rows = await sql.query(
    `update job set held_shown = true where id = $1 and state = 'running' returning id`,
    [job],
  );
  return rows.length === 1;
}
