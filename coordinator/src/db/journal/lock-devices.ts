import type { Sql } from '../db.ts';

/**
 * Locks devices, known or not, and says which are banned. A ban takes the same lock, so a final that is written under
 * it is either before the ban or refused [VF2]. Sorted, so that commits cannot wait in a circle.
 */
export async function lockDevices(sql: Sql, ids: Iterable<string>): Promise<Set<string>> {
  const sorted = [...new Set(ids)].filter((id) => id !== 'referee').sort();
  if (sorted.length === 0) return new Set();
  await sql.query('insert into device (id) select unnest($1::text[]) on conflict do nothing', [sorted]);
  const rows = await sql.query<{ id: string; banned: boolean }>(
    `select id, banned is not null as banned from device
     where id = any($1::text[])
     order by id collate "C" for update`,
    [sorted],
  );
  return new Set(rows.filter((row) => row.banned).map((row) => row.id));
}
