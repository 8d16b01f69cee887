import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A key as its owner sees it: never the key itself. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly created: Date;
  readonly expires: Date | null;
  /** When it was last asked with, to the minute; null: never. */
  readonly used: Date | null;
}

/** An account's keys, those that have expired too, oldest first. */
export const listKeys = (sql: Sql, account: AccountId): Promise<KeyRecord[]> =>
  sql.query<KeyRecord>(
    'select id, name, created, expires, used from account_key where account = $1 order by created, id',
    [account],
  );
