import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Whether a hash names a build: only builds are served as modules, never what was not instrumented. */
export async function isBuild(sql: Sql, hash: Hash): Promise<boolean> {
  return (await sql.query('select 1 from build where hash = $1', [hash])).length === 1;
}
