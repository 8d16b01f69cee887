import type { FailureCode, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface FailureCount {
  readonly code: FailureCode;
  readonly count: number;
  /** The lowest few items of it. */
  readonly examples: readonly number[];
}

/** What is known of a job's failures, by code, the most frequent first. */
export async function countFailures(sql: Sql, job: JobId): Promise<FailureCount[]> {
  const rows = await sql.query<{ code: FailureCode; count: number; examples: (number | string)[] }>(
    `select code, count(*)::int as count, to_jsonb((array_agg(item order by item))[1:5]) as examples
     from failure where job = $1 group by code order by count desc, code`,
    [job],
  );
  return rows.map(({ code, count, examples }) => ({ code, count, examples: examples.map(Number) }));
}
