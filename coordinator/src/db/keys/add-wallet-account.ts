import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Opens an account by an address (lower case), which is its name; the caller holds the address's lock. */
export async function addWalletAccount(sql: Sql, address: string, account: AccountId): Promise<void> {
  await sql.query(
    `with made as (insert into account (id, name) values ($2, $1) returning id)
     insert into wallet_account (address, account) select $1, id from made`,
    [address, account],
  );
}
