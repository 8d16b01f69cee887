import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Lets a quoted job run, under a key of its account; false when it is no longer quoted. The match on the state makes two starts one. */
export async function startJob(sql: Sql, id: JobId, key: string | null): Promise<boolean> {
  const rows = await sql.query(
    `update job set state = 'running', started = now(), key = $2, revision = revision + 1 where id = $1 and state = 'quoted' returning id`,
    [id, key],
  );
  return rows.length === 1;
}
