import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** The slice of a job that holds an item; null where none was carved so far. */
export async function findSliceAt(sql: Sql, job: JobId, item: number): Promise<SliceSpan | null> {
  const [row] = await sql.query<SliceSpan>(
    'select id, first, count from slice where job = $1 and first <= $2 order by first desc limit 1',
    [job, item],
  );
  return row !== undefined && item < row.first + row.count ? row : null;
}
