/**
 * What an account's jobs used, by job and day (UTC), for statements of whole usage: items and fuel from where each job stood at the
 * end of a day, what it was charged from the ledger. What a job did since it was last looked at counts for the day of its end, or
 * today. So the days of a job sum up to what its slices say, and its charges to its ledger entries. $1: the account.
 */
export const USE_OF_ACCOUNT = `with mine as (
    select id as job, title, state, created, certified from job where account = $1 and state <> 'quoted'
  ), stood as (
    select mine.job, (select max(day) from job_day where job_day.job = mine.job) as looked,
      case when mine.state = 'running' then (now() at time zone 'utc')::date else (certified at time zone 'utc')::date end as ended,
      (created at time zone 'utc')::date as began, sum(final_items) as final, sum(final_fuel) as fuel
    from mine join slice on slice.job = mine.job group by mine.job, mine.state, certified, created
  ), counted as (
    select distinct on (job, day) job, day, final, fuel from (
      select job, coalesce(ended, looked, began) as day, final, fuel, 0 as place from stood
      union all
      select job_day.job, day, job_day.final::numeric, job_day.fuel, 1 from job_day join mine on mine.job = job_day.job
    ) c order by job, day, place
  ), used as (
    select job, day, sum(items) as items, sum(fuel) as fuel, sum(charged) as charged from (
      select job, day, final - coalesce(lag(final) over w, 0) as items, fuel - coalesce(lag(fuel) over w, 0) as fuel, 0 as charged
      from counted window w as (partition by job order by day)
      union all
      select entry.job, (at at time zone 'utc')::date, 0, 0, -amount
      from entry join mine on mine.job = entry.job where kind = 'charge'
    ) u group by job, day
  )`;
