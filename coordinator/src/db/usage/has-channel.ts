import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Whether a channel paid for a job of this account: it then pays for nobody else's. A quote alone may name any channel. */
export async function hasChannel(sql: Sql, account: AccountId, channel: string): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from job where account = $1 and channel = $2 and started is not null limit 1',
    [account, channel],
  );
  return rows.length > 0;
}
