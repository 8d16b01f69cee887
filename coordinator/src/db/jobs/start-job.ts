import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Lets a quoted job run; false when it is no longer quoted. The match on the state makes two starts one. */
export async function startJob(sql: Sql, id: JobId): Promise<boolean> {
  const rows = await sql.query(
    `update job set state = 'running', started = now(), revision = revision + 1 where id = $1 and state = 'quoted' returning id`,
    [id],
  );
  return rows.length === 1;
}
