import type { Sql } from '../db.ts';

/** Deletes what is older than a day and an hour: nobody is told of it. */
export async function forgetMinutes(sql: Sql): Promise<void> {
  await sql.query(`delete from network_minute where minute < now() - interval '25 hours'`);
}
