import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Puts another key in the place of an account's own, if it still has that one: false where it was changed meanwhile. */
export async function changeKey(
  sql: Sql,
  account: AccountId,
  keyHash: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const changed = await sql.query(
    'update account set key_hash = $3 where id = $1 and key_hash = $2 returning id',
    [account, keyHash.from, keyHash.to],
  );
  return changed.length === 1;
}
