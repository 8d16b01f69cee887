import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** How many items of a job lie in settled slices that wait to be folded. */
export async function countUnfolded(sql: Sql, job: JobId): Promise<number> {
  const [row] = await sql.query<{ items: number }>(
    `select coalesce(sum(count), 0)::bigint as items from slice
     where job = $1 and state = 'settled' and folded_fence <> fence`,
    [job],
  );
  return row.items;
}
