import type { Sql } from '../db.ts';

/** Says that an epoch waits, from now if it did not before. */
export async function startWaiting(sql: Sql): Promise<void> {
  await sql.query('update settling set waits_since = coalesce(waits_since, now())');
}

/** Nothing waits any more. */
export async function endWaiting(sql: Sql): Promise<void> {
  await sql.query('update settling set waits_since = null where waits_since is not null');
}

/** Seconds for which an epoch waits; 0 where none does. */
export async function readWaited(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ seconds: number }>(
    'select coalesce(extract(epoch from now() - waits_since), 0)::float8 as seconds from settling',
  );
  return row.seconds;
}
