import type { Sql } from '../db.ts';
import type { SignedVoucher } from './records.ts';

export type StoredVoucher = SignedVoucher & { readonly channel: string };

/** The highest voucher of each channel. */
export const readVouchers = (sql: Sql): Promise<StoredVoucher[]> =>
  sql.query<StoredVoucher>(
    'select channel, researcher, signer, salt, cumulative, signature from voucher order by channel',
  );
