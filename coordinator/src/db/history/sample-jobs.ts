import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Seconds from one tick to the next. */
export const TICK_SECONDS = 5;

/**
 * Writes down where running jobs stand, and those of `also`, which ran a moment ago: one row of each for this tick, and its row for
 * today. From the counters of their slices, which commits keep anyway. Coordinators that do so in the same tick write the
 * same rows. Gives the jobs that run.
 */
export async function sampleJobs(sql: Sql, also: readonly JobId[]): Promise<JobId[]> {
  const rows = await sql.query<{ job: JobId }>(
    `with stood as (
       select job.id as job, job.state, sum(final_items) as final, sum(held_items) as held, sum(executed_items) as executed,
         sum(final_fuel) as fuel
       from job join slice on slice.job = job.id
       where job.state = 'running' or job.id = any($1::text[]) group by job.id, job.state
     ), sampled as (
       insert into job_sample (job, tick, final, held, executed, fuel)
       select job, floor(extract(epoch from now()) / $2::int)::bigint, final, held, executed, fuel from stood
       on conflict (job, tick) do update set
         final = excluded.final, held = excluded.held, executed = excluded.executed, fuel = excluded.fuel
     ), counted as (
       insert into job_day (job, day, final, fuel)
       select job, (now() at time zone 'utc')::date, final, fuel from stood
       on conflict (job, day) do update set final = excluded.final, fuel = excluded.fuel
     )
     select job from stood where state = 'running'`,
    [also, TICK_SECONDS],
  );
  return rows.map((row) => row.job);
}
