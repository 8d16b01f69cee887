import type { Sql } from '../db.ts';
import { RELAY_COLUMNS, type RelayedClaim } from './records.ts';

/** Claims that are to be looked at now, put off for as long as a look may take: nobody else takes them up meanwhile. */
export async function takeClaims(sql: Sql, most: number, seconds: number): Promise<RelayedClaim[]> {
  const rows = await sql.query<RelayedClaim>(
    `update relayed_claim set look = now() + $2::int * interval '1 second'
     where id in (
       select id from relayed_claim where state in ('asked', 'sent') and look <= now()
       order by look limit $1 for update skip locked)
     returning ${RELAY_COLUMNS}`,
    [most, seconds],
  );
  return rows.sort((a, b) => a.id - b.id);
}
