import type { Sql } from '../db.ts';

/** Forgets texts that nobody signed in time. */
export async function forgetSignIns(sql: Sql): Promise<void> {
  await sql.query('delete from sign_in where expires <= now()');
}
