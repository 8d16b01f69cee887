import type { Sql } from '../db.ts';

/** Channels that pay for running jobs, behind the one named, in order: so many at most. */
export async function listPayingChannels(sql: Sql, after: string, most: number): Promise<string[]> {
  const rows = await sql.query<{ channel: string }>(
    `select distinct channel from job where state = 'running' and price is not null and channel > $1
     order by channel limit $2`,
    [after, most],
  );
  return rows.map(({ channel }) => channel);
}
