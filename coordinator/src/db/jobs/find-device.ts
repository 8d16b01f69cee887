import type { DeviceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What is remembered of a device. */
export interface DeviceStanding {
  readonly passed: number;
  readonly finalItems: number;
  readonly finalFuel: bigint;
  readonly refutedItems: number;
  readonly banned: boolean;
}

/** A device's record; one that was never seen has an empty one. */
export async function findDevice(sql: Sql, id: DeviceId): Promise<DeviceStanding> {
  const [row] = await sql.query<Record<string, string | number | bigint> & { banned: boolean }>(
    `select passed, final_items, final_fuel, refuted_items, banned is not null as banned
     from device where id = $1`,
    [id],
  );
  return {
    passed: Number(row?.passed ?? 0),
    finalItems: Number(row?.final_items ?? 0),
    finalFuel: BigInt(row?.final_fuel ?? 0),
    refutedItems: Number(row?.refuted_items ?? 0),
    banned: row?.banned ?? false,
  };
}
