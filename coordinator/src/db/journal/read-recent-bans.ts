import type { DeviceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Devices banned within the last `ms` by the database's clock. */
export async function readRecentBans(sql: Sql, ms: number): Promise<DeviceId[]> {
  const rows = await sql.query<{ id: DeviceId }>(
    'select id from device where banned > now() - make_interval(secs => $1::float8 / 1000) order by banned',
    [ms],
  );
  return rows.map((row) => row.id);
}
