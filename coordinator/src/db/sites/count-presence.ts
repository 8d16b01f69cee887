import type { Sql } from '../db.ts';

/** A coordinator that said nothing for as long is gone, and its sessions with it. */
const SILENT_SECONDS = 30;

/** A site's sessions on all coordinators that live. */
export async function countPresence(sql: Sql, site: string): Promise<number> {
  const [row] = await sql.query<{ sessions: number }>(
    `select coalesce(sum(p.sessions), 0) as sessions from site_presence p
     join coordinator c on c.id = p.coordinator and not c.stopped and c.beat > now() - make_interval(secs => $2::int)
     where p.site = $1`,
    [site, SILENT_SECONDS],
  );
  return Number(row.sessions);
}
