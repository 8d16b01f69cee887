import type { Sql } from '../db.ts';

/** Adds fuel that became final to the present minute's. The last of its transaction: those who fold wait for each other here. */
export async function addNetworkFuel(sql: Sql, fuel: bigint): Promise<void> {
  if (fuel === 0n) return;
  await sql.query(
    `insert into network_minute as m (minute, fuel) values (date_trunc('minute', now()), $1::numeric)
     on conflict (minute) do update set fuel = m.fuel + excluded.fuel`,
    [fuel],
  );
}
