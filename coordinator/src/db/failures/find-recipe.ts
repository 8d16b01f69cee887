import type { Hash, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What besides the job's terms it takes to run its items anew. */
export interface Recipe {
  /** The hash of the kernel's source, or null where it was published as a module. */
  readonly source: Hash | null;
  readonly memoryPages: number;
}

export async function findRecipe(sql: Sql, job: JobId): Promise<Recipe> {
  const [row] = await sql.query<{ source_hash: Hash | null; memory_pages: number }>(
    `select kernel.source_hash, build.memory_pages
     from job join kernel on kernel.hash = job.kernel join build on build.hash = job.build where job.id = $1`,
    [job],
  );
  return { source: row.source_hash, memoryPages: row.memory_pages };
}
