import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

export interface Spread {
  readonly slices: readonly SliceSpan[];
  /** How many there are; where more than asked for, those given lie evenly among them. */
  readonly total: number;
}

/** About `most` of the slices that hold items of a span, in the order of items. */
export async function spreadSlices(
  sql: Sql,
  job: JobId,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): Promise<Spread> {
  const rows = await sql.query<SliceSpan & { total: number }>(
    `select id, first, count, total from (
       select id, first, count, row_number() over (order by first) as n, count(*) over () as total
       from slice where job = $1 and first < $3 and first + count > $2
     ) s where n % greatest(1, ceil(total / $4::float8))::bigint = 0 order by first`,
    [job, from, to, most],
  );
  return { slices: rows.map(({ id, first, count }) => ({ id, first, count })), total: rows[0]?.total ?? 0 };
}
