import type { CoordinatorId, Fence, ItemIndex, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface LeasedSlice {
  readonly id: SliceId;
  readonly first: ItemIndex;
  readonly count: number;
  readonly fence: Fence;
}

/** Hands a free slice, which the caller has locked, to an owner under the next fence [LS1, LS2]. */
export async function leaseSlice(
  sql: Sql,
  slice: SliceId,
  owner: CoordinatorId,
  reservePerItem: bigint,
): Promise<LeasedSlice> {
  const [row] = await sql.query<LeasedSlice>(
    `update slice
     set owner = $2, fence = fence + 1, reserve_per_item = $3::numeric, reserved = (count - paid_items) * $3::numeric
     where id = $1 and owner is null
     returning id, first, count, fence`,
    [slice, owner, reservePerItem],
  );
  return row;
}
