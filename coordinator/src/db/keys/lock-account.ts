import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Keys of an account that are asked for at once are counted and made one after the other. */
export async function lockAccount(sql: Sql, account: AccountId): Promise<void> {
  await sql.query('select id from account where id = $1 for update', [account]);
}
