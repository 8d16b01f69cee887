import type { Sql } from '../db.ts';

/** Jobs by state, quotes that nobody took up left out. */
export interface JobCounts {
  readonly running: number;
  readonly paused: number;
  readonly certified: number;
  readonly cancelled: number;
}

export async function countJobs(sql: Sql): Promise<JobCounts> {
  const [row] = await sql.query<Record<keyof JobCounts, number>>(
    `select count(*) filter (where state = 'running' and not paused) as running,
       count(*) filter (where state = 'running' and paused) as paused,
       count(*) filter (where state = 'certified') as certified,
       count(*) filter (where state = 'cancelled') as cancelled
     from job where state <> 'quoted'`,
  );
  return row;
}
