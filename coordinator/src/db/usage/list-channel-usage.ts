import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A deposit that pays for an account's jobs. */
export interface ChannelUsage {
  readonly channel: string;
  /** By the ledger, in ledger units. */
  readonly charged: bigint;
  /** What its vouchers cover, in token units. */
  readonly vouchered: bigint;
}

/** The channels that paid for an account's jobs; 100 at most. A quote alone may name anybody's. */
export const listChannelUsage = (sql: Sql, account: AccountId): Promise<ChannelUsage[]> =>
  sql.query<ChannelUsage>(
    `select used.channel,
       coalesce((select -sum(amount) from entry where entry.account = 'channel:' || used.channel), 0) as charged,
       coalesce((select cumulative from voucher where voucher.channel = used.channel), 0) as vouchered
     from (select distinct channel from job where account = $1 and channel is not null and started is not null) used
     order by used.channel limit 100`,
    [account],
  );
