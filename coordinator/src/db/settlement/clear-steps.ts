import type { Sql } from '../db.ts';

/** Forgets the steps below a channel's voucher: others follow in the same transaction. */
export async function clearSteps(sql: Sql, channel: string): Promise<void> {
  await sql.query('delete from voucher_step where channel = $1', [channel]);
}
