import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Notes that rows of a job are shown as they come. For good: what was shown once stays seen. */
export async function noteArrivals(sql: Sql, job: JobId): Promise<void> {
  await sql.query('update job set arrivals = true where id = $1 and not arrivals', [job]);
}

/** Whether rows of any job of a channel were shown as they come. */
export async function hasArrivals(sql: Sql, channel: string): Promise<boolean> {
  return (await sql.query('select from job where channel = $1 and arrivals limit 1', [channel])).length > 0;
}
