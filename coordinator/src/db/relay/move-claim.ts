import type { Sql } from '../db.ts';
import type { RelayedClaim } from './records.ts';

/** Its transaction is kept, and is sent now; false where the claim is no longer only asked for. */
export async function markSent(sql: Sql, id: number, tx: string): Promise<boolean> {
  const moved = await sql.query(
    `update relayed_claim set state = 'sent', tx = $2, why = '' where id = $1 and state = 'asked' returning id`,
    [id, tx],
  );
  return moved.length === 1;
}

/** Its transaction will never be mined: another one is to be made. */
export async function markLost(sql: Sql, id: number): Promise<void> {
  await sql.query(
    `update relayed_claim set state = 'asked', tx = null, look = now() where id = $1 and state = 'sent'`,
    [id],
  );
}

/** Ends a claim with the transaction that was mined for it, if one was; nothing of it is sent any more. */
export async function endClaim(
  sql: Sql,
  id: number,
  { state, why, tx = null }: Pick<RelayedClaim, 'state' | 'why'> & { readonly tx?: string | null },
): Promise<void> {
  await sql.query(
    `update relayed_claim set state = $2, why = $3, tx = coalesce($4, tx)
     where id = $1 and state in ('asked', 'sent')`,
    [id, state, why, tx],
  );
}

/** Says why a claim waits, and looks again later. */
export async function putOff(sql: Sql, id: number, why: string, seconds: number): Promise<void> {
  await sql.query(
    `update relayed_claim set why = $2, look = now() + $3::int * interval '1 second' where id = $1`,
    [id, why, seconds],
  );
}
