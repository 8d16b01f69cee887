import type { CoordinatorId, Fence, ItemIndex, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface LeasedSlice {
  readonly id: SliceId;
  readonly first: ItemIndex;
  readonly count: number;
  readonly fence: Fence;
  readonly rate: number;
}

/**
 * Hands a free slice, which the caller has locked, to an owner under the next fence [LS1, LS2]. It pays and reserves
 * as it did when it was carved.
 */
export async function leaseSlice(sql: Sql, slice: SliceId, owner: CoordinatorId): Promise<LeasedSlice> {
  const [row] = await sql.query<LeasedSlice>(
    `update slice
     set owner = $2, fence = fence + 1, reserved = (count - paid_items) * reserve_per_item
     where id = $1
     returning id, first, count, fence, rate`,
    [slice, owner],
  );
  return row;
}
