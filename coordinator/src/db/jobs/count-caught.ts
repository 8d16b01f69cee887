import type { Caught, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Counts the devices that audits of a job found lying, by the rate at which the answer that gave them away was drawn; the
 * first evidence against a device is the one that stays.
 */
export async function countCaught(sql: Sql, job: JobId): Promise<Caught[]> {
  const rows = await sql.query<Record<'rate' | 'caught' | 'late', string | bigint | number>>(
    `select (evidence ->> 'answerPpm')::integer as rate, count(*) as caught,
       count(*) filter (where (evidence ->> 'late')::boolean) as late
     from device where banned is not null and evidence ->> 'job' = $1
     group by 1 order by 1`,
    [job],
  );
  return rows.map(({ rate, caught, late }) => ({
    answerPpm: Number(rate),
    devices: Number(caught),
    late: Number(late),
  }));
}
