import type { DeviceId } from '@manyhands/protocol';
import type { DeviceRecord } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

interface DeviceRow {
  id: DeviceId;
  passed: number;
  banned: boolean;
  final_items: number;
  refuted_items: number;
  final_fuel: bigint;
}

/** What is remembered of devices; unknown ones are left out. */
export async function readDevices(sql: Sql, ids: readonly DeviceId[]): Promise<Map<DeviceId, DeviceRecord>> {
  const rows = await sql.query<DeviceRow>(
    `select id, passed, banned is not null as banned, final_items, refuted_items, final_fuel
     from device where id = any($1::text[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

const recordOf = (row: DeviceRow): DeviceRecord => ({
  passed: row.passed,
  banned: row.banned,
  finalItems: row.final_items,
  refutedItems: row.refuted_items,
  finalFuel: row.final_fuel,
});
