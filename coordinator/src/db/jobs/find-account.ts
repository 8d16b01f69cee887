import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface Account {
  readonly id: AccountId;
  readonly name: string;
}

/** The account that a key opens, found by the key's hash; null for an unknown key. */
export async function findAccount(sql: Sql, keyHash: string): Promise<Account | null> {
  const [row] = await sql.query<{ id: AccountId; name: string }>(
    'select id, name from account where key_hash = $1',
    [keyHash],
  );
  return row ?? null;
}
