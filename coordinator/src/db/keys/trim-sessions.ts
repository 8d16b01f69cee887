import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Ends an account's sessions that are over, and of the others all but the latest `kept`. */
export async function trimSessions(sql: Sql, account: AccountId, kept: number): Promise<void> {
  await sql.query(
    `delete from account_key where account = $1 and session and (expires <= now() or id not in (
       select id from account_key where account = $1 and session order by created desc, id limit $2::int))`,
    [account, kept],
  );
}
