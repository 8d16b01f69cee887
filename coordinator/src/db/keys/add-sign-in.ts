import type { Sql } from '../db.ts';

export interface PendingSignIn {
  readonly nonce: string;
  readonly address: string;
  readonly message: string;
  readonly expires: Date;
}

/** Keeps a text that is to be signed, unless `most` are kept already: false. */
export async function addSignIn(sql: Sql, signIn: PendingSignIn, most: number): Promise<boolean> {
  const added = await sql.query(
    `insert into sign_in (nonce, address, message, expires) select $1, $2, $3, $4::timestamptz
     where (select count(*) from sign_in) < $5::int returning nonce`,
    [signIn.nonce, signIn.address, signIn.message, signIn.expires, most],
  );
  return added.length === 1;
}
