import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Whether bytes are a stopped kernel, or a build of one: they are not served any more. */
export async function isStopped(sql: Sql, hash: Hash): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from kernel where hash = $1 and stopped is not null
     union all
     select 1 from build join kernel on kernel.hash = build.kernel where build.hash = $1 and kernel.stopped is not null`,
    [hash],
  );
  return rows.length > 0;
}
