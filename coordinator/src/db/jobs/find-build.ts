import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { BuildOf } from './add-build.ts';

/** The build of a kernel by this rewriter in this mode, if it was made before. */
export async function findBuild(sql: Sql, of: BuildOf): Promise<Hash | null> {
  const [row] = await sql.query<{ hash: Hash }>(
    'select hash from build where kernel = $1 and rewriter = $2 and mode = $3 and memory_pages = $4',
    [of.kernel, of.rewriter, of.mode, of.memoryPages],
  );
  return row?.hash ?? null;
}
