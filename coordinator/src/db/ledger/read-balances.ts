import type { Amount } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Balances in ledger units of the accounts named; one without entries has none. */
export async function readBalances(sql: Sql, accounts: readonly string[]): Promise<Map<string, Amount>> {
  const rows = await sql.query<{ account: string; balance: Amount }>(
    'select account, sum(amount) as balance from entry where account = any($1::text[]) group by account',
    [accounts],
  );
  return new Map(rows.map((row) => [row.account, row.balance]));
}
