import type { Sql } from '../db.ts';

/** How many bans were committed. */
export const countBans = (sql: Sql): Promise<number> => one(sql, 'select number from ban_count');

/** The same, and until the transaction ends nobody is banned [VF2]. */
export const holdBans = (sql: Sql): Promise<number> => one(sql, 'select number from ban_count for share');

/** Makes room for so many bans, and has their order to itself until the transaction ends. Gives the count before. */
export const raiseBanCount = (sql: Sql, by: number): Promise<number> =>
  one(sql, 'update ban_count set number = number + $1 returning number - $1 as number', [by]);

async function one(sql: Sql, statement: string, params: readonly number[] = []): Promise<number> {
  const [row] = await sql.query<{ number: number }>(statement, params);
  return row.number;
}
