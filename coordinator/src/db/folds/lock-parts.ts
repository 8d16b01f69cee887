import type { FoldState, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Locks what devices contributed to a job's fold so far, in the order of their names, so that folds of two slices cannot wait in a
 * circle. First a row is made for each that has none: two folds that both found nothing would forget one of them.
 */
export async function lockParts(
  sql: Sql,
  job: JobId,
  devices: readonly string[],
): Promise<Map<string, FoldState | null>> {
  const sorted = [...devices].sort();
  await sql.query(
    `insert into fold_part (job, device, part) select $1, device, 'null' from unnest($2::text[]) device
     on conflict do nothing`,
    [job, sorted],
  );
  const rows = await sql.query<{ device: string; part: FoldState | null }>(
    'select device, part from fold_part where job = $1 and device = any($2::text[]) order by device for update',
    [job, sorted],
  );
  return new Map(rows.map(({ device, part }) => [device, part]));
}
