import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { KeptFailure } from './keep-failures.ts';

/** What is known of some items' failures, by item. */
export async function readFailures(
  sql: Sql,
  job: JobId,
  items: readonly number[],
): Promise<Map<number, KeptFailure>> {
  const rows = await sql.query<KeptFailure>(
    'select item, code, message, stack from failure where job = $1 and item = any($2::bigint[])',
    [job, items],
  );
  return new Map(rows.map((row) => [row.item, row]));
}
