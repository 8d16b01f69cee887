import { json, type Sql } from '../db.ts';
import type { EpochCall, EpochWorth } from './records.ts';

/** Stores what is about to be sent. One plan at a time, by a unique index: whoever comes second fails and looks again. */
export async function planEpoch(sql: Sql, epoch: EpochCall & EpochWorth): Promise<number> {
  const vouchers = epoch.vouchers.map((voucher) => ({
    ...voucher,
    cumulative: voucher.cumulative.toString(),
  }));
  const [row] = await sql.query<{ id: number }>(
    `insert into epoch (number, state, root, total, leaves, vouchers, pays, leaving)
     values ($1, 'planned', $2, $3, $4, $5, $6, $7) returning id`,
    [epoch.number, epoch.root, epoch.total, epoch.leaves, json(vouchers), epoch.pays, epoch.leaving],
  );
  return row.id;
}
