import type { DeviceId } from '@manyhands/protocol';
import type { DeviceRecord } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

interface Row {
  id: DeviceId;
  passed: number | null;
  banned: boolean;
  final_items: number | null;
  refuted_items: number | null;
  final_fuel: bigint | null;
  open: number[];
}

export interface StoredDevices {
  /** Those that are known. */
  readonly records: Map<DeviceId, DeviceRecord>;
  /** Which of the tallies asked for are not folded into the records yet. */
  readonly open: ReadonlySet<number>;
}

/** What is remembered of devices, and how far: one statement, so that no tally is folded in between. */
export async function readDevices(
  sql: Sql,
  ids: readonly DeviceId[],
  tallies: readonly number[],
): Promise<StoredDevices> {
  const rows = await sql.query<Row>(
    `select k.id, passed, banned is not null as banned, final_items, refuted_items, final_fuel,
       (select coalesce(jsonb_agg(id), '[]') from tally where id = any($2::bigint[])) as open
     from unnest($1::text[]) k (id) left join device on device.id = k.id`,
    [ids, tallies],
  );
  const known = rows.filter((row) => row.passed !== null);
  return {
    records: new Map(known.map((row) => [row.id, recordOf(row)])),
    open: new Set(rows[0]?.open ?? []),
  };
}

const recordOf = (row: Row): DeviceRecord => ({
  passed: row.passed ?? 0,
  banned: row.banned,
  finalItems: row.final_items ?? 0,
  refutedItems: row.refuted_items ?? 0,
  finalFuel: row.final_fuel ?? 0n,
});
