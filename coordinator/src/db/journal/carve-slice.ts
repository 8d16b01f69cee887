import type { CoordinatorId, JobId } from '@manyhands/protocol';
import type { SliceTerms } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import type { LeasedSlice } from './lease-slice.ts';

/** Makes a slice of the next `count` items of a job, which the caller has locked, and moves its cursor past them [SL1]. */
export async function carveSlice(
  sql: Sql,
  job: JobId,
  owner: CoordinatorId,
  { count, rate, reservePerItem }: SliceTerms & { readonly count: number },
): Promise<LeasedSlice> {
  const [row] = await sql.query<LeasedSlice>(
    `with moved as (
       update job set cursor = cursor + $3::bigint where id = $1 returning cursor - $3::bigint as first, keep
     )
     insert into slice (job, first, count, state, owner, rate, reserve_per_item, reserved, folded_fence)
     select $1, first, $3::bigint, 'leased', $2, $5::bigint, $4::numeric, $3::bigint * $4::numeric,
       case when keep is not null then 0 end
     from moved
     returning id, first, count, fence, rate`,
    [job, owner, count, reservePerItem, rate],
  );
  return row;
}
