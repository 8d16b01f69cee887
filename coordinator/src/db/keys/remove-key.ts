import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Takes a key from an account: false where it has none of this id. */
export async function removeKey(sql: Sql, account: AccountId, id: string): Promise<boolean> {
  const removed = await sql.query('delete from account_key where account = $1 and id = $2 returning id', [
    account,
    id,
  ]);
  return removed.length === 1;
}
