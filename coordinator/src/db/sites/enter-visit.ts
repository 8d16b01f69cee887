import type { VisitId } from '../../domain/site-shares.ts';
import type { Sql } from '../db.ts';

/** A device comes to a site, under the name that the site has for its user, or empty. Its receipt bounds how many there are. */
export async function enterVisit(
  sql: Sql,
  visit: { readonly site: string; readonly device: string; readonly visitor: string },
): Promise<VisitId> {
  const [row] = await sql.query<{ id: VisitId }>(
    `insert into site_visit (site, device, visitor) values ($1, $2, $3)
     on conflict (site, visitor, device) do update set last_seen = now() returning id`,
    [visit.site, visit.device, visit.visitor],
  );
  return row.id;
}
