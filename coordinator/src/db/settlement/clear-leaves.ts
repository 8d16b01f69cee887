import type { Sql } from '../db.ts';

/** Forgets what a root said that does not stand any more; what the one before it said follows in the same transaction. */
export async function clearLeaves(sql: Sql): Promise<void> {
  await sql.query('update leaf set cumulative = null where cumulative is not null');
}
