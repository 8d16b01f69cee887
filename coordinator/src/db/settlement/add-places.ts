import type { Sql } from '../db.ts';
import type { Leaf } from './records.ts';

/**
 * Gives newcomers the places that were planned for them, for ever [ST3]. The places must be locked since they were read:
 * else somebody else may have them by now, which is an error.
 */
export async function addPlaces(sql: Sql, leaves: readonly Leaf[]): Promise<void> {
  await sql.query(
    `insert into leaf (index, account, cumulative)
     select index, account, null from unnest($1::bigint[], $2::text[]) as place (index, account)`,
    [leaves.map((leaf) => leaf.index), leaves.map((leaf) => leaf.account)],
  );
}
