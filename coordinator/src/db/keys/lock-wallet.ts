import type { Sql } from '../db.ts';

/** Until the transaction ends nobody else opens an account by this address: first sign-ins at once would open two. */
export async function lockWallet(sql: Sql, address: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [address]);
}
