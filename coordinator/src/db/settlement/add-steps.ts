import type { Sql } from '../db.ts';
import type { VoucherStep } from './records.ts';

/** Keeps the steps below a channel's voucher, which is there. */
export async function addSteps(sql: Sql, channel: string, steps: readonly VoucherStep[]): Promise<void> {
  await sql.query(
    `insert into voucher_step (channel, cumulative, signature)
     select $1, cumulative, signature from unnest($2::numeric[], $3::text[]) as step (cumulative, signature)`,
    [channel, steps.map(({ cumulative }) => cumulative), steps.map(({ signature }) => signature)],
  );
}
