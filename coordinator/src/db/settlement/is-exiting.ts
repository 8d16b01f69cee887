import type { Sql } from '../db.ts';

/** Whether a channel's exit was seen to be under way. */
export async function isExiting(sql: Sql, channel: string): Promise<boolean> {
  return (await sql.query('select from channel_exit where channel = $1', [channel])).length === 1;
}
