import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Puts another key in the place of one of an account's, under its name: false where it was changed meanwhile. */
export async function changeKey(
  sql: Sql,
  account: AccountId,
  keyHash: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const changed = await sql.query(
    `update account_key set key_hash = $3, created = now(), used = null
     where account = $1 and key_hash = $2 returning id`,
    [account, keyHash.from, keyHash.to],
  );
  return changed.length === 1;
}
