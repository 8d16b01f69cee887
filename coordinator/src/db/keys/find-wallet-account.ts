import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** The account that an address (lower case) signs in to, or null. */
export async function findWalletAccount(sql: Sql, address: string): Promise<AccountId | null> {
  const [row] = await sql.query<{ account: AccountId }>(
    'select account from wallet_account where address = $1',
    [address],
  );
  return row?.account ?? null;
}
