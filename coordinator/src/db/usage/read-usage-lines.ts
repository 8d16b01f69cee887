import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { UsageDay } from './read-usage-days.ts';
import { USE_OF_ACCOUNT } from './use-of-account.ts';

/** What one job used on one day. */
export interface UsageLine extends UsageDay {
  readonly job: JobId;
  readonly title: string;
}

/** Of the last days, newest first; at most `limit` lines. */
export const readUsageLines = (
  sql: Sql,
  account: AccountId,
  { days, limit }: { days: number; limit: number },
): Promise<UsageLine[]> =>
  sql.query<UsageLine>(
    `${USE_OF_ACCOUNT}
     select to_char(day, 'YYYY-MM-DD') as day, used.job, title, items, used.fuel, charged
     from used join mine on mine.job = used.job
     where day > (now() at time zone 'utc')::date - $2::int and (items <> 0 or used.fuel <> 0 or charged <> 0)
     order by day desc, used.job limit $3`,
    [account, days, limit],
  );
