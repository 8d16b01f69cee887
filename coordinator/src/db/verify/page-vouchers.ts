import type { Sql } from '../db.ts';
import type { StoredVoucher } from '../settlement/read-vouchers.ts';

/** The highest voucher of each channel, in the order of channels, after one of them. */
export const pageVouchers = (sql: Sql, after: string, limit: number): Promise<StoredVoucher[]> =>
  sql.query<StoredVoucher>(
    `select channel, researcher, signer, salt, cumulative, signature from voucher
     where channel > $1 order by channel limit $2`,
    [after, limit],
  );
