import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface Completion {
  readonly settledItems: number;
  /** Grows whenever a slice of the job changes hands, is settled or is opened again. */
  readonly fences: number;
}

/** How much of a job is settled, from its slices. */
export async function readCompletion(sql: Sql, job: JobId): Promise<Completion> {
  const [row] = await sql.query<{ settled: bigint; fences: bigint }>(
    `select coalesce(sum(count) filter (where state = 'settled'), 0) as settled, coalesce(sum(fence), 0) as fences
     from slice where job = $1`,
    [job],
  );
  return { settledItems: Number(row.settled), fences: Number(row.fences) };
}
