import type { Sql } from '../db.ts';

/**
 * What may be promised from a channel by the limit of the account that it serves, in ledger units; null: there is none. Another account
 * may name the channel in a limit of its own, which means nothing here.
 */
export async function readChannelTotal(sql: Sql, channel: string): Promise<bigint | null> {
  const [row] = await sql.query<{ total: bigint | null }>(
    `select total from spending_limit
     where kind = 'channel' and subject = $1
       and account = (select account from job where channel = $1 and started is not null order by started limit 1)`,
    [channel],
  );
  return row?.total ?? null;
}
