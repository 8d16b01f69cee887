import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Whether what is spent under a key of an account is limited. */
export async function isLimitedKey(sql: Sql, account: AccountId, key: string): Promise<boolean> {
  const rows = await sql.query(
    `select from spending_limit where account = $1 and kind = 'key' and subject = $2`,
    [account, key],
  );
  return rows.length === 1;
}
