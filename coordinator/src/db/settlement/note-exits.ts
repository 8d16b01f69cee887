import type { Sql } from '../db.ts';

/** Notes of which channels an exit is under way, and of which it is not any more. */
export async function noteExits(sql: Sql, channels: ReadonlyMap<string, boolean>): Promise<void> {
  await sql.query(
    `with seen as (select * from unnest($1::text[], $2::boolean[]) as k (channel, exiting)),
       over as (delete from channel_exit using seen where channel_exit.channel = seen.channel and not seen.exiting)
     insert into channel_exit (channel) select channel from seen where exiting on conflict do nothing`,
    [[...channels.keys()], [...channels.values()]],
  );
}
