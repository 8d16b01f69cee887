import type { Sql } from '../db.ts';

/** How much the whole network holds, over all coordinators. */
export interface NetworkCounts {
  readonly devices: number;
  readonly running: number;
  readonly certified: number;
}

export async function countNetwork(sql: Sql): Promise<NetworkCounts> {
  const [row] = await sql.query<Record<string, string | number | bigint>>(
    `select (select count(*) from device) as devices,
       (select count(*) from job where state = 'running') as running,
       (select count(*) from job where state = 'certified') as certified`,
  );
  return { devices: Number(row.devices), running: Number(row.running), certified: Number(row.certified) };
}
