import type { Sql } from '../db.ts';
import type { SignedVoucher } from '../settlement/records.ts';

export type PayingChannel = { readonly channel: string } & (
  | SignedVoucher
  | { readonly [K in keyof SignedVoucher]: null }
);

/** Channels that signed a voucher or that pay for a job, each with its highest voucher or null; in their order, after one of them. */
export const pageChannels = (sql: Sql, after: string, limit: number): Promise<PayingChannel[]> =>
  sql.query<PayingChannel>(
    `select channel, researcher, signer, salt, cumulative, signature
     from (select channel from voucher where channel > $1
           union select channel from job where channel > $1 and started is not null) as paying
     left join voucher using (channel) order by channel limit $2`,
    [after, limit],
  );
