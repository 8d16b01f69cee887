import type { Sql } from '../db.ts';

/** Says that the chain took a posted epoch back; false where that was said before. */
export async function markCancelled(sql: Sql, id: number): Promise<boolean> {
  const marked = await sql.query(
    `update epoch set state = 'cancelled' where id = $1 and state = 'posted' returning id`,
    [id],
  );
  return marked.length === 1;
}

/**
 * Says that an epoch stands after all, by this transaction: a reorganisation took its cancellation back, or it was mined
 * when it had been given up. False where that was said before.
 */
export async function markStanding(sql: Sql, id: number, tx: string): Promise<boolean> {
  const marked = await sql.query(
    `update epoch set state = 'posted', tx = $2 where id = $1 and state in ('cancelled', 'dropped') returning id`,
    [id, tx],
  );
  return marked.length === 1;
}
