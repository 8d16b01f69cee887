import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** The next slice of a job that has final items from `from` on and failed ones among its items; null after the last. */
export async function findFailingSlice(sql: Sql, job: JobId, from: number): Promise<SliceSpan | null> {
  const [row] = await sql.query<SliceSpan>(
    `select id, first, count from slice
     where job = $1 and first + count > $2 and trapped_items > 0 order by first limit 1`,
    [job, from],
  );
  return row ?? null;
}
