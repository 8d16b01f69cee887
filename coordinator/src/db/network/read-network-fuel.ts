import type { Sql } from '../db.ts';

/** Fuel that became final in a quarter of an hour. */
export interface FuelBucket {
  readonly at: Date;
  readonly fuel: bigint;
}

/** Minutes in a bucket, and buckets: a day. */
export const BUCKET_MINUTES = 15;
const BUCKETS = 96;

/** The last 24 hours, oldest first; quarters in which nothing became final are there too. The last one is not over yet. */
export const readNetworkFuel = (sql: Sql): Promise<FuelBucket[]> =>
  sql.query<FuelBucket>(
    `select b.at, coalesce(sum(fuel), 0) as fuel
     from (select to_timestamp((floor(extract(epoch from now()) / ($1::int * 60)) - n) * $1::int * 60) as at
           from generate_series(0, $2::int - 1) n) b
     left join network_minute on minute >= b.at and minute < b.at + $1::int * interval '1 minute'
     group by b.at order by b.at`,
    [BUCKET_MINUTES, BUCKETS],
  );

/** Fuel a second: of the last whole minute and the present one, over their time. */
export async function readFuelRate(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ rate: number }>(
    `select (coalesce(sum(fuel), 0) / (60 + extract(epoch from now() - date_trunc('minute', now()))))::float8 as rate
     from network_minute where minute >= date_trunc('minute', now()) - interval '1 minute'`,
  );
  return Math.max(0, row.rate);
}
