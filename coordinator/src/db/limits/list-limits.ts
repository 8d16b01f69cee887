import type { AccountId } from '@manyhands/protocol';
import type { LimitOf } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';

/** A limit as its account sees it. Ledger units. */
export interface ListedLimit extends LimitOf {
  readonly perDay: bigint | null;
  readonly total: bigint | null;
  /** What the ledger charged under it today (UTC). */
  readonly today: bigint;
}

/** An account's limits, those of keys first. */
export async function listLimits(sql: Sql, account: AccountId): Promise<ListedLimit[]> {
  return sql.query<ListedLimit>(
    `select kind, subject, per_day as "perDay", total, (
       select coalesce(-sum(entry.amount), 0) from job join entry on entry.job = job.id and entry.kind = 'charge'
       where job.account = $1 and case spending_limit.kind when 'key' then job.key else job.channel end = subject
         and entry.at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc') as today
     from spending_limit where account = $1 order by kind desc, subject`,
    [account],
  );
}
