import type { Sql } from '../db.ts';

/** What became of a site's visitors and their work, on one day (UTC) or in all. Money in ledger units. */
export interface SiteSums {
  /** New receipts. */
  readonly consents: number;
  /** Net of what was refuted after it was final. */
  readonly finalFuel: bigint;
  readonly refutedFuel: bigint;
  readonly toSite: bigint;
  readonly toVisitors: bigint;
  readonly toCause: bigint;
}

export interface SiteDay extends SiteSums {
  /** 2026-01-31 */
  readonly day: string;
}

interface Row {
  readonly day: string;
  readonly consents: number;
  readonly final_fuel: bigint;
  readonly refuted_fuel: bigint;
  readonly to_site: bigint;
  readonly to_visitor: bigint;
  readonly to_cause: bigint;
}

const SUMS = `coalesce(sum(consents), 0)::bigint as consents, coalesce(sum(final_fuel), 0) as final_fuel,
  coalesce(sum(refuted_fuel), 0) as refuted_fuel, coalesce(sum(to_site), 0) as to_site,
  coalesce(sum(to_visitor), 0) as to_visitor, coalesce(sum(to_cause), 0) as to_cause`;

/** The last days, oldest first; those on which nothing happened are there too. */
export async function readSiteDays(sql: Sql, site: string, days: number): Promise<SiteDay[]> {
  const rows = await sql.query<Row>(
    `select to_char(g.day, 'YYYY-MM-DD') as day, ${SUMS}
     from generate_series((now() at time zone 'utc')::date - ($2::int - 1), (now() at time zone 'utc')::date, interval '1 day') g (day)
     left join site_day on site_day.site = $1 and site_day.day = g.day::date
     group by g.day order by g.day`,
    [site, days],
  );
  return rows.map((row) => ({ day: row.day, ...sumsFrom(row) }));
}

/** Since the site began. */
export async function readSiteSums(sql: Sql, site: string): Promise<SiteSums> {
  const [row] = await sql.query<Row>(`select ${SUMS} from site_day where site = $1`, [site]);
  return sumsFrom(row);
}

const sumsFrom = (row: Row): SiteSums => ({
  consents: Number(row.consents),
  finalFuel: BigInt(row.final_fuel),
  refutedFuel: BigInt(row.refuted_fuel),
  toSite: BigInt(row.to_site),
  toVisitors: BigInt(row.to_visitor),
  toCause: BigInt(row.to_cause),
});
