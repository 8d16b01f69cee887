import type { CoordinatorId, Fence, JobId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface OwnedSlice {
  readonly id: SliceId;
  readonly job: JobId;
  readonly first: number;
  readonly count: number;
  readonly fence: Fence;
  readonly reserve_per_item: bigint;
}

/**
 * Locks those of these slices that a coordinator owns. While it holds them nobody can take them over, so what it
 * then writes under a matching fence is the owner's [LS3]. In order of id, so that commits cannot wait in a circle.
 */
export const lockSlices = (sql: Sql, ids: readonly SliceId[], owner: CoordinatorId): Promise<OwnedSlice[]> =>
  sql.query<OwnedSlice>(
    `select id, job, first, count, fence, reserve_per_item from slice
     where id = any($1::bigint[]) and owner = $2
     order by id for update`,
    [ids, owner],
  );
