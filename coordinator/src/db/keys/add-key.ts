import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { KeyRecord } from './list-keys.ts';

export interface NewKey {
  /** 16 hex digits. */
  readonly id: string;
  readonly account: AccountId;
  readonly name: string;
  /** Only the hash is kept, so that a copy of the database opens nothing. */
  readonly keyHash: string;
  /** Null: it opens the account until it is revoked. */
  readonly expiresInSeconds: number | null;
  /** Given for a wallet's signature: it does not count among the keys that its owner made. */
  readonly isSession: boolean;
}

/** Gives an account, which the caller has locked, another key if it has fewer than `most`; null where it has not. */
export async function addKey(sql: Sql, key: NewKey, most: number): Promise<KeyRecord | null> {
  const [row] = await sql.query<KeyRecord>(
    `insert into account_key (id, account, name, key_hash, expires, session)
     select $1, $2, $3, $4, now() + $5::float8 * interval '1 second', $6::boolean
     where $6::boolean or (select count(*) from account_key where account = $2 and not session) < $7::int
     returning id, name, created, expires, used`,
    [key.id, key.account, key.name, key.keyHash, key.expiresInSeconds, key.isSession, most],
  );
  return row ?? null;
}
