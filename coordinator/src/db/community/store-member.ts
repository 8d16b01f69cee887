import type { Sql } from '../db.ts';

/** Takes a device's word of `at`; false where a later one is known. `team` null: of none. */
export async function storeMember(
  sql: Sql,
  member: {
    readonly device: string;
    readonly name: string;
    readonly team: string | null;
    readonly at: number;
  },
): Promise<boolean> {
  const stored = await sql.query(
    `insert into member as m (device, name, team, at) values ($1, $2, $3, $4::bigint)
     on conflict (device) do update set name = excluded.name, team = excluded.team, at = excluded.at
       where m.at < excluded.at
     returning device`,
    [member.device, member.name, member.team, member.at],
  );
  return stored.length === 1;
}
