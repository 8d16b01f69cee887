import type { VisitId } from '../../domain/site-shares.ts';
import type { Sql } from '../db.ts';

/** Which of some visits are to a site. */
export async function visitsOfSite(sql: Sql, site: string, among: readonly VisitId[]): Promise<VisitId[]> {
  if (among.length === 0) return [];
  const rows = await sql.query<{ id: VisitId }>(
    'select id from site_visit where site = $1 and id = any($2::bigint[])',
    [site, among],
  );
  return rows.map(({ id }) => id);
}
