import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Opens a researcher's account. Only the hash of its key is kept, so that a copy of the database opens nothing. */
export async function addAccount(
  sql: Sql,
  account: { readonly id: AccountId; readonly name: string; readonly keyHash: string },
): Promise<void> {
  await sql.query('insert into account (id, name, key_hash) values ($1, $2, $3)', [
    account.id,
    account.name,
    account.keyHash,
  ]);
}
