import type { TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What a channel's highest voucher promises, in token units; until the transaction ends nobody else locks it. */
export async function lockVoucher(sql: Sql, channel: string): Promise<TokenUnits> {
  const [row] = await sql.query<{ cumulative: TokenUnits }>(
    'select cumulative from voucher where channel = $1 for update',
    [channel],
  );
  return row.cumulative;
}
