import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Gives slices up and releases their reservations. Settled are those of which every item is final here too; where
 * a final was refused because of a ban, the slice is free for the next claim instead. The caller owns and locked them.
 */
export async function settleSlices(sql: Sql, slices: readonly SliceId[]): Promise<void> {
  await sql.query(
    `update slice set
       state = case when final_items = count then 'settled' else 'leased' end,
       owner = null, reserved = 0, fence = fence + 1
     where id = any($1::bigint[])`,
    [slices],
  );
}
