import type { Sql } from '../db.ts';
import type { TeamRow } from './find-team.ts';

/** The teams whose members did most, the first first. */
export async function listTeams(sql: Sql, limit: number): Promise<TeamRow[]> {
  return sql.query<TeamRow>(
    `select team.id, team.name, count(*)::int as members, sum(device.final_fuel) as fuel
     from team join member on member.team = team.id
       join device on device.id = member.device and device.banned is null
     group by team.id, team.name order by fuel desc, team.id limit $1`,
    [limit],
  );
}
