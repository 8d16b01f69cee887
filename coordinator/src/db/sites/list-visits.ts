import type { VisitId } from '../../domain/site-shares.ts';
import type { Sql } from '../db.ts';

/** One device's work for a site. */
export interface VisitRow {
  readonly id: VisitId;
  readonly device: string;
  /** The site's name for its user, or empty. */
  readonly visitor: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly finalFuel: bigint;
  readonly refutedFuel: bigint;
}

interface Row {
  readonly id: VisitId;
  readonly device: string;
  readonly visitor: string;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly final_fuel: bigint;
  readonly refuted_fuel: bigint;
}

/** Visits to a site in the order in which they first came, after one of them. `visitor`: of that name alone; null: all. */
export async function listVisits(
  sql: Sql,
  site: string,
  page: { readonly after: number; readonly limit: number; readonly visitor: string | null },
): Promise<VisitRow[]> {
  const rows = await sql.query<Row>(
    `select id, device, visitor, first_seen, last_seen, final_fuel, refuted_fuel from site_visit
     where site = $1 and id > $2::bigint and ($4::text is null or visitor = $4) order by id limit $3::int`,
    [site, page.after, page.limit, page.visitor],
  );
  return rows.map((row) => ({
    id: row.id,
    device: row.device,
    visitor: row.visitor,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    finalFuel: BigInt(row.final_fuel),
    refutedFuel: BigInt(row.refuted_fuel),
  }));
}
