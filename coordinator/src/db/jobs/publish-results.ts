import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Lets anybody read the results of a job once it is certified. There is no way back: what was public may have been kept. */
export async function publishResults(sql: Sql, id: JobId): Promise<void> {
  await sql.query('update job set public = true where id = $1', [id]);
}
