import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Ends a job that is not certified; false when there is nothing to end. A certified result never changes [VF3]. */
export async function cancelJob(sql: Sql, id: JobId): Promise<boolean> {
  const rows = await sql.query(
    `update job set state = 'cancelled', revision = revision + 1 where id = $1 and state in ('quoted', 'running') returning id`,
    [id],
  );
  return rows.length === 1;
}
