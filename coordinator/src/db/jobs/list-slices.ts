import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

export interface ChangingSlice extends SliceSpan {
  /** The id of its latest segment; 0 before the first. */
  readonly last: number;
}

/** Slices of a job in the order of items: some that are named, and those that begin at an item or behind it. */
export const listSlices = (
  sql: Sql,
  job: JobId,
  {
    named,
    from,
    limit,
  }: { readonly named: readonly number[]; readonly from: number; readonly limit: number },
): Promise<ChangingSlice[]> =>
  sql.query<ChangingSlice>(
    `select slice.id, slice.first, slice.count,
       coalesce((select max(segment.id) from segment where segment.slice = slice.id), 0) as last
     from slice where slice.job = $1 and (slice.id = any($2::bigint[]) or slice.first >= $3)
     order by slice.first limit $4`,
    [job, named, from, limit],
  );
