import type { Sql } from '../db.ts';

/** What a channel on its way out was vouchered, in token units, and what of it is taken, in ledger units. */
export interface ExitUse {
  readonly vouchered: bigint;
  readonly taken: bigint;
}

/** Null where no exit is under way; else locked until the transaction ends, so that two jobs do not count on the same voucher. */
export async function lockExit(sql: Sql, channel: string): Promise<ExitUse | null> {
  const found = await sql.query('select from channel_exit where channel = $1 for update', [channel]);
  if (found.length === 0) return null;
  const [row] = await sql.query<ExitUse>(
    `select coalesce((select cumulative from voucher where channel = $1), 0)::numeric(38, 0) as vouchered,
       coalesce(sum(slice.spent + case when job.state = 'running' then slice.reserved else 0 end), 0) as taken
     from job left join slice on slice.job = job.id where job.channel = $1`,
    [channel],
  );
  return row;
}
