import type { Sql } from '../db.ts';

/** Says that the chain took a posted epoch back. */
export async function markCancelled(sql: Sql, id: number): Promise<void> {
  await sql.query(`update epoch set state = 'cancelled' where id = $1 and state = 'posted'`, [id]);
}

/** Says that a cancelled epoch stands after all: a reorganisation took the cancellation back. */
export async function markStanding(sql: Sql, id: number): Promise<void> {
  await sql.query(`update epoch set state = 'posted' where id = $1 and state = 'cancelled'`, [id]);
}
