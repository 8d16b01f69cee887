import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** Slices of a job that are folded as they stand and reach beyond an item, in the order of items: so many at most. */
export const listFolded = (sql: Sql, job: JobId, beyond: number, most: number): Promise<SliceSpan[]> =>
  sql.query<SliceSpan>(
    `select id, first, count from slice
     where job = $1 and first + count > $2 and state = 'settled' and folded_fence = fence
     order by first limit $3`,
    [job, beyond, most],
  );
