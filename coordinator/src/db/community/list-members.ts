import type { Sql } from '../db.ts';

export interface MemberRow {
  readonly device: string;
  readonly name: string;
  /** The team's name, or empty. */
  readonly team: string;
  readonly items: number;
  /** Instructions that became final. */
  readonly fuel: bigint;
}

/** Who did most, the first first: of one team, or of all where `team` is null. */
export async function listMembers(sql: Sql, team: string | null, limit: number): Promise<MemberRow[]> {
  return sql.query<MemberRow>(
    `select member.device, member.name, coalesce(team.name, '') as team,
       device.final_items as items, device.final_fuel as fuel
     from member join device on device.id = member.device and device.banned is null
       left join team on team.id = member.team
     where $1::text is null or member.team = $1
     order by device.final_fuel desc, member.device limit $2`,
    [team, limit],
  );
}
