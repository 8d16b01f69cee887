import type { Sql } from '../db.ts';
import type { UnfoldedSlice } from './take-unfolded.ts';

/**
 * Locks a slice that still is settled under the fence under which it was read, and not folded so; false where it is not. A ban
 * that opens it again waits for this, or has raised its fence before [FO2, FO3].
 */
export async function lockUnfolded(sql: Sql, { id, fence }: UnfoldedSlice): Promise<boolean> {
  const rows = await sql.query(
    `select id from slice where id = $1 and fence = $2 and state = 'settled' and folded_fence <> fence for update`,
    [id, fence],
  );
  return rows.length === 1;
}
