import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Keeps what the referee measured. An item that was timed before is left out, so that a repeated commit adds nothing. */
export async function storeTimings(sql: Sql, timings: CommitBatch['timings']): Promise<void> {
  if (timings.length === 0) return;
  await sql.query(
    `insert into timing (job, item, fuel, nanoseconds)
     select job, item, fuel, nanoseconds
     from unnest($1::text[], $2::bigint[], $3::numeric[], $4::bigint[]) with ordinality
       k (job, item, fuel, nanoseconds, place)
     order by place
     on conflict do nothing`,
    [
      timings.map((timing) => timing.job),
      timings.map((timing) => timing.item),
      timings.map((timing) => timing.fuel),
      timings.map((timing) => Math.ceil(timing.nanoseconds)),
    ],
  );
}
