import type { Sql } from '../db.ts';

/**
 * What a device has taken up, after a lock that lasts as long as the transaction: two challenges that it takes up at once are
 * counted one after the other.
 */
export async function lockDeviceChallenges(
  sql: Sql,
  device: string,
): Promise<{ readonly baseline: bigint; readonly fuel: bigint }[]> {
  await sql.query('select pg_advisory_xact_lock(hashtext($1))', [`challenges of ${device}`]);
  return sql.query('select baseline, fuel from challenge where device = $1', [device]);
}
