import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Opens a researcher's account; it has no key yet. */
export async function addAccount(
  sql: Sql,
  account: { readonly id: AccountId; readonly name: string },
): Promise<void> {
  await sql.query('insert into account (id, name) values ($1, $2)', [account.id, account.name]);
}
