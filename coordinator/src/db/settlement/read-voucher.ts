import type { TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What a channel's highest voucher promises, in token units; 0 without one. */
export async function readVouchered(sql: Sql, channel: string): Promise<TokenUnits> {
  const rows = await sql.query<{ cumulative: TokenUnits }>(
    'select cumulative from voucher where channel = $1',
    [channel],
  );
  return rows[0]?.cumulative ?? (0n as TokenUnits);
}
