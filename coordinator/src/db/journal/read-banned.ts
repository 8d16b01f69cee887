import type { DeviceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Which of these devices are banned. */
export async function readBanned(sql: Sql, ids: readonly DeviceId[]): Promise<DeviceId[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<{ id: DeviceId }>(
    'select id from device where id = any($1::text[]) and banned is not null',
    [ids],
  );
  return rows.map((row) => row.id);
}

/** Devices whose bans come after that many others, in the order of their bans. */
export async function readBansSince(sql: Sql, number: number): Promise<DeviceId[]> {
  const rows = await sql.query<{ id: DeviceId }>('select id from device where ban > $1 order by ban', [
    number,
  ]);
  return rows.map((row) => row.id);
}
