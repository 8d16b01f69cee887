import type { Sql } from '../db.ts';

/** The place that a payee was given in the tree, if any. */
export async function findPlace(sql: Sql, account: string): Promise<number | null> {
  const [row] = await sql.query<{ index: number }>('select index from leaf where account = $1', [account]);
  return row?.index ?? null;
}
