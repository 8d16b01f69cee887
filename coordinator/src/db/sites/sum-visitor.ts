import type { VisitId } from '../../domain/site-shares.ts';
import type { Sql } from '../db.ts';

export interface VisitorSums {
  readonly devices: number;
  readonly finalFuel: bigint;
  readonly refutedFuel: bigint;
  /** Which of the visits asked about are this visitor's. */
  readonly visits: readonly VisitId[];
}

/** What all devices did under one name of a site's. */
export async function sumVisitor(
  sql: Sql,
  site: string,
  visitor: string,
  among: readonly VisitId[],
): Promise<VisitorSums> {
  const [row] = await sql.query<{ devices: number; final: bigint; refuted: bigint; visits: VisitId[] }>(
    `select count(*) as devices, coalesce(sum(final_fuel), 0) as final, coalesce(sum(refuted_fuel), 0) as refuted,
       coalesce(jsonb_agg(id) filter (where id = any($3::bigint[])), '[]') as visits
     from site_visit where site = $1 and visitor = $2`,
    [site, visitor, among],
  );
  return {
    devices: Number(row.devices),
    finalFuel: BigInt(row.final),
    refutedFuel: BigInt(row.refuted),
    visits: row.visits,
  };
}
