import type { TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { EpochCall, EpochWorth, SignedVoucher } from './records.ts';

/** An epoch that was decided and may or may not have been sent. */
export interface PlannedEpoch extends EpochCall, EpochWorth {
  readonly id: number;
}

type StoredVoucher = Omit<SignedVoucher, 'cumulative'> & { cumulative: string };

/** The plan that is not known to be posted yet, if any. */
export async function findPlannedEpoch(sql: Sql): Promise<PlannedEpoch | null> {
  const [row] = await sql.query<Omit<PlannedEpoch, 'vouchers'> & { vouchers: StoredVoucher[] }>(
    `select id, number, root, total, leaves, vouchers, pays, leaving from epoch where state = 'planned'`,
  );
  if (row === undefined) return null;
  const vouchers = row.vouchers.map((voucher) => ({
    ...voucher,
    cumulative: BigInt(voucher.cumulative) as TokenUnits,
  }));
  return { ...row, vouchers };
}
