import { json, type Sql } from '../db.ts';
import type { EpochCall } from './records.ts';

/** Stores what is about to be sent. One plan at a time, by a unique index: whoever comes second fails and looks again. */
export async function planEpoch(sql: Sql, epoch: EpochCall, total: bigint): Promise<number> {
  const vouchers = epoch.vouchers.map((voucher) => ({
    ...voucher,
    cumulative: voucher.cumulative.toString(),
  }));
  const [row] = await sql.query<{ id: number }>(
    `insert into epoch (number, state, root, total, leaves, vouchers)
     values ($1, 'planned', $2, $3, $4, $5) returning id`,
    [epoch.number, epoch.root, total, epoch.leaves, json(vouchers)],
  );
  return row.id;
}
