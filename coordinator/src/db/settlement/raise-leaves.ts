import type { Sql } from '../db.ts';
import type { Leaf } from './records.ts';

/**
 * Takes over what a posted root says, newcomers with the places it gives them. No payee's rooted amount ever falls
 * [ST2], and no index changes hands: that would set its account to null, which is an error.
 */
export async function raiseLeaves(sql: Sql, leaves: readonly Leaf[]): Promise<void> {
  await sql.query(
    `insert into leaf as l (index, account, cumulative)
     select * from unnest($1::bigint[], $2::text[], $3::numeric[])
     on conflict (index) do update
       set account = nullif(l.account, case when l.account <> excluded.account then l.account end),
         cumulative = greatest(l.cumulative, excluded.cumulative)`,
    [
      leaves.map((leaf) => leaf.index),
      leaves.map((leaf) => leaf.account),
      leaves.map((leaf) => leaf.cumulative),
    ],
  );
}
