import type { JobId } from '@manyhands/protocol';
import { type RateHistory, TIMINGS } from '../../domain/rate.ts';
import type { Sql } from '../db.ts';

/** What is known of a job's rate, whichever coordinator measured. `trial`: the rate before the first slice. */
export async function readRateHistory(sql: Sql, job: JobId, trial: number): Promise<RateHistory> {
  const [newest] = await sql.query<{ rate: number }>(
    'select rate from slice where job = $1 order by first desc limit 1',
    [job],
  );
  const timings = await sql.query<{ fuel: bigint; nanoseconds: number }>(
    'select fuel, nanoseconds from timing where job = $1 order by seq desc limit $2',
    [job, TIMINGS],
  );
  return { last: newest?.rate ?? trial, timings };
}
