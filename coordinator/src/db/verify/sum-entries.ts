import type { Sql } from '../db.ts';

/** What all accounts together have, in ledger units, at one moment. */
export async function sumEntries(sql: Sql): Promise<bigint> {
  const [{ sum }] = await sql.query<{ sum: bigint }>('select coalesce(sum(amount), 0) as sum from entry');
  return sum;
}
