import type { Sql } from '../db.ts';

/** Ends the session of a key, by the key's hash; false where it is none. */
export async function endSession(sql: Sql, keyHash: string): Promise<boolean> {
  const ended = await sql.query('delete from account_key where key_hash = $1 and session returning id', [
    keyHash,
  ]);
  return ended.length === 1;
}
