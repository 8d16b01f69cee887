import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Devices that were banned on evidence from one job. */
export interface Caught {
  readonly caught: number;
  /** Those whose lie a later round than the draw at the answer found: a final look or an exit check. */
  readonly caughtLate: number;
}

/** Counts the devices that audits of a job found lying; the first evidence against a device is the one that stays. */
export async function countCaught(sql: Sql, job: JobId): Promise<Caught> {
  const [row] = await sql.query<{ caught: string | bigint; late: string | bigint }>(
    `select count(*) as caught,
       count(*) filter (where (evidence ->> 'late')::boolean) as late
     from device where banned is not null and evidence ->> 'job' = $1`,
    [job],
  );
  return { caught: Number(row.caught), caughtLate: Number(row.late) };
}
