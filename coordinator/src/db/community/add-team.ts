import type { Sql } from '../db.ts';

/** Founds a team; false where its name is taken. */
export async function addTeam(sql: Sql, id: string, name: string): Promise<boolean> {
  const added = await sql.query(
    'insert into team (id, name) values ($1, $2) on conflict (name) do nothing returning id',
    [id, name],
  );
  return added.length === 1;
}
