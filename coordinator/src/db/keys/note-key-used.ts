import type { Sql } from '../db.ts';

/** Notes that a key was asked with just now. Once a minute at most, whoever asks meanwhile. */
export async function noteKeyUsed(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update account_key set used = now() where id = $1 and (used is null or used < now() - interval '1 minute')`,
    [id],
  );
}
