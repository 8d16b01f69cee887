import type { Sql } from '../db.ts';

/** Says that a planned epoch was posted, and by which transaction. */
export async function markPosted(sql: Sql, id: number, tx: string): Promise<void> {
  await sql.query(`update epoch set state = 'posted', tx = $2 where id = $1 and state = 'planned'`, [id, tx]);
}

/** Gives a plan up: the chain does not take it, nor will it. */
export async function markDropped(sql: Sql, id: number): Promise<void> {
  await sql.query(`update epoch set state = 'dropped' where id = $1 and state = 'planned'`, [id]);
}
