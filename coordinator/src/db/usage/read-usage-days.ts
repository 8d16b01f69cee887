import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { USE_OF_ACCOUNT } from './use-of-account.ts';

/** What became final and was charged on a day. */
export interface UsageDay {
  /** 2026-01-31, UTC. */
  readonly day: string;
  readonly items: bigint;
  readonly fuel: bigint;
  /** Ledger units. */
  readonly charged: bigint;
}

/** The last days, oldest first; those on which nothing happened are there too. */
export const readUsageDays = (sql: Sql, account: AccountId, days: number): Promise<UsageDay[]> =>
  sql.query<UsageDay>(
    `${USE_OF_ACCOUNT}
     select to_char(g.day, 'YYYY-MM-DD') as day, coalesce(sum(items), 0) as items, coalesce(sum(fuel), 0) as fuel,
       coalesce(sum(charged), 0) as charged
     from generate_series((now() at time zone 'utc')::date - ($2::int - 1), (now() at time zone 'utc')::date, interval '1 day') g (day)
     left join used on used.day = g.day::date
     group by g.day order by g.day`,
    [account, days],
  );
