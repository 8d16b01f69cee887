import type { Sql } from '../db.ts';
import type { Purpose } from './records.ts';

/** Forgets what was sent for a purpose: it is done, or can never be. */
export async function clearOutgoing(sql: Sql, purpose: Purpose): Promise<void> {
  await sql.query('delete from outgoing where purpose = $1', [purpose]);
}
