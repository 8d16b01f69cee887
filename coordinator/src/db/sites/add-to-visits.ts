import type { VisitSums } from '../../dispatch/visit-sums.ts';
import type { Sql } from '../db.ts';

/**
 * Adds sums to visits and to the days of their sites, in one statement. Whoever folds has locked the visits' devices, in
 * the order of their ids, and days are locked in the order of sites: nobody waits in a circle.
 */
export async function addToVisits(sql: Sql, visits: VisitSums): Promise<void> {
  if (visits.size === 0) return;
  const all = [...visits];
  await sql.query(
    `with added as (
       update site_visit v set
         final_fuel = v.final_fuel + d.final_fuel,
         refuted_fuel = v.refuted_fuel + d.refuted_fuel,
         to_site = v.to_site + d.to_site,
         to_visitor = v.to_visitor + d.to_visitor,
         to_cause = v.to_cause + d.to_cause
       from unnest($1::bigint[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[])
         d (id, final_fuel, refuted_fuel, to_site, to_visitor, to_cause)
       where v.id = d.id
       returning v.site, d.final_fuel, d.refuted_fuel, d.to_site, d.to_visitor, d.to_cause)
     insert into site_day as s (site, day, final_fuel, refuted_fuel, to_site, to_visitor, to_cause)
     select site, (now() at time zone 'utc')::date, sum(final_fuel), sum(refuted_fuel),
       sum(to_site), sum(to_visitor), sum(to_cause)
     from added group by site order by site
     on conflict (site, day) do update set
       final_fuel = s.final_fuel + excluded.final_fuel,
       refuted_fuel = s.refuted_fuel + excluded.refuted_fuel,
       to_site = s.to_site + excluded.to_site,
       to_visitor = s.to_visitor + excluded.to_visitor,
       to_cause = s.to_cause + excluded.to_cause`,
    [
      all.map(([id]) => id),
      all.map(([, change]) => change.finalFuel),
      all.map(([, change]) => change.refutedFuel),
      all.map(([, change]) => change.site),
      all.map(([, change]) => change.visitor),
      all.map(([, change]) => change.cause),
    ],
  );
}
