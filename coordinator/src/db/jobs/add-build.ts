import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What a build is a function of. */
export interface BuildOf {
  readonly kernel: Hash;
  readonly rewriter: number;
  readonly mode: string;
  readonly memoryPages: number;
}

/** Records a build whose bytes are stored already; the second time changes nothing. */
export async function addBuild(sql: Sql, hash: Hash, of: BuildOf): Promise<void> {
  await sql.query(
    `insert into build (hash, kernel, rewriter, mode, memory_pages) values ($1, $2, $3, $4, $5)
     on conflict (hash) do nothing`,
    [hash, of.kernel, of.rewriter, of.mode, of.memoryPages],
  );
}
