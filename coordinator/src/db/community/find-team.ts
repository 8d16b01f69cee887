import type { Sql } from '../db.ts';

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  /** Instructions that became final, of all its members. */
  readonly fuel: bigint;
}

/** A team with what its members did, or null. */
export async function findTeam(sql: Sql, id: string): Promise<TeamRow | null> {
  const [row] = await sql.query<{ name: string; members: number; fuel: bigint }>(
    `select team.name, count(device.id)::int as members, coalesce(sum(device.final_fuel), 0) as fuel
     from team left join member on member.team = team.id
       left join device on device.id = member.device and device.banned is null
     where team.id = $1 group by team.id, team.name`,
    [id],
  );
  return row === undefined ? null : { id, name: row.name, members: row.members, fuel: row.fuel };
}
