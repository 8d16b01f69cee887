import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface Account {
  readonly id: AccountId;
  readonly name: string;
}

/** What a key opens. */
export interface OpenedByKey extends Account {
  /** The id of the key. */
  readonly key: string;
  readonly expires: Date | null;
  readonly isExpired: boolean;
  /** Nobody noted for a minute that it is used. */
  readonly isUseStale: boolean;
}

/** The account that a key opens, or once opened, found by the key's hash; null for an unknown key. */
export async function findAccount(sql: Sql, keyHash: string): Promise<OpenedByKey | null> {
  const [row] = await sql.query<
    Account & { key: string; expires: Date | null; over: boolean; stale: boolean }
  >(
    `select account.id, account.name, account_key.id as key, expires, coalesce(expires <= now(), false) as over,
       used is null or used < now() - interval '1 minute' as stale
     from account_key join account on account.id = account_key.account where key_hash = $1`,
    [keyHash],
  );
  if (row === undefined) return null;
  const { over, stale, ...found } = row;
  return { ...found, isExpired: over, isUseStale: stale };
}
