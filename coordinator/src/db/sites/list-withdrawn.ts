import type { Sql } from '../db.ts';

/** Receipts that were withdrawn within the last so many milliseconds. */
export async function listWithdrawn(sql: Sql, milliseconds: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from consent_receipt where withdrawn > now() - $1::bigint * interval '1 millisecond'`,
    [Math.ceil(milliseconds)],
  );
  return rows.map((row) => row.id);
}
