import type { Sql } from '../db.ts';

/** Takes a text that was to be signed, for good: a second signature under it finds nothing. Null where its time is over too. */
export async function takeSignIn(
  sql: Sql,
  nonce: string,
): Promise<{ readonly address: string; readonly message: string } | null> {
  const [row] = await sql.query<{ address: string; message: string; over: boolean }>(
    'delete from sign_in where nonce = $1 returning address, message, expires <= now() as over',
    [nonce],
  );
  return row === undefined || row.over ? null : { address: row.address, message: row.message };
}
