import type { Sql } from '../db.ts';
import type { VoucherStep } from './records.ts';

/** A channel's lowest step of at least so many token units; null where none reaches so far. */
export async function findStep(sql: Sql, channel: string, least: bigint): Promise<VoucherStep | null> {
  const [row] = await sql.query<VoucherStep>(
    `select cumulative, signature from voucher_step where channel = $1 and cumulative >= $2
     order by cumulative limit 1`,
    [channel, least],
  );
  return row ?? null;
}
