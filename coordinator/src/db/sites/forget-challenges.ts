import type { Sql } from '../db.ts';

/** Forgets a site's challenges that expired a day ago: what they counted is settled by then. */
export async function forgetChallenges(sql: Sql, site: string): Promise<void> {
  await sql.query(`delete from challenge where site = $1 and expires < now() - interval '1 day'`, [site]);
}
