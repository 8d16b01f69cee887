import type { Sql } from '../db.ts';

/** Forgets a device’s name, unless a later word than `at` is known. */
export async function removeMember(sql: Sql, device: string, at: number): Promise<void> {
  await sql.query('delete from member where device = $1 and at < $2::bigint', [device, at]);
}
