import type { Sql } from '../db.ts';

/** Keeps calls of a channel's other jobs waiting until the transaction ends: a channel has no row of its own. */
export async function lockChannel(sql: Sql, channel: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`channel ${channel}`]);
}
