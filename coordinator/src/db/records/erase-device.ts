import type { Sql } from '../db.ts';

export interface Erased {
  readonly names: number;
  readonly counts: number;
  readonly challenges: number;
}

/**
 * Forgets a device: its name, its counts unless they belong to a ban, and what sites asked of it in the past. Its team
 * too, where nobody else is in it.
 */
export async function eraseDevice(sql: Sql, device: string): Promise<Erased> {
  const [{ team, ...erased }] = await sql.query<Erased & { team: string | null }>(
    `with member_gone as (delete from member where device = $1 returning team),
       device_gone as (delete from device where id = $1 and banned is null returning id),
       challenge_gone as (delete from challenge where device = $1 and expires < now() returning id)
     select (select count(*) from member_gone) as names, (select count(*) from device_gone) as counts,
       (select count(*) from challenge_gone) as challenges, (select max(team) from member_gone) as team`,
    [device],
  );
  if (team !== null)
    await sql.query('delete from team where id = $1 and not exists (select from member where team = $1)', [
      team,
    ]);
  return erased;
}
