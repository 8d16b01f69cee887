import type { Sql } from '../db.ts';
import type { Offer, Purpose } from './records.ts';

/** Keeps a transaction before it is sent. Once more changes nothing. */
export async function keepOutgoing(
  sql: Sql,
  purpose: Purpose,
  { offer, worth }: { readonly offer: Offer; readonly worth: bigint | null },
): Promise<void> {
  await sql.query(
    `insert into outgoing (tx, purpose, raw, nonce, gas, price, worth) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tx) do nothing`,
    [offer.tx, purpose, offer.raw, offer.nonce, offer.gas.gas, offer.most, worth],
  );
}
