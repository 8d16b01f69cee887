import type { Amount, Payee } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What each payee ever earned, in ledger units, in the order of their first entries. */
export async function readPayeeBalances(sql: Sql): Promise<Map<Payee, Amount>> {
  const rows = await sql.query<{ payee: Payee; balance: Amount }>(
    `select substr(account, 7) as payee, sum(amount) as balance from entry
     where account like 'payee:%'
     group by account order by min(id)`,
  );
  return new Map(rows.map((row) => [row.payee, row.balance]));
}
