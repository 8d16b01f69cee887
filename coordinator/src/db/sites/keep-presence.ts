import { json, type Sql } from '../db.ts';

/** Writes how many sessions a coordinator has for each site, in place of what it said before. */
export async function keepPresence(
  sql: Sql,
  coordinator: string,
  sessions: ReadonlyMap<string, number>,
): Promise<void> {
  await sql.query(
    `with said as (select site, sessions from jsonb_to_recordset($2::jsonb) as s (site text, sessions int)),
     gone as (delete from site_presence where coordinator = $1 and site not in (select site from said))
     insert into site_presence (coordinator, site, sessions) select $1, site, sessions from said
     on conflict (coordinator, site) do update set sessions = excluded.sessions`,
    [coordinator, json([...sessions].map(([site, count]) => ({ site, sessions: count })))],
  );
}
