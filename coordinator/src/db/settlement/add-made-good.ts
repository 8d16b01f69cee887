import type { Sql } from '../db.ts';

/** Charges a channel and gives the same to the operator: ledger units. A name serves once, so nothing is booked twice. */
export async function addMadeGood(
  sql: Sql,
  {
    txn,
    from,
    to,
    amount,
  }: { readonly txn: string; readonly from: string; readonly to: string; readonly amount: bigint },
): Promise<void> {
  await sql.query(
    `insert into entry (txn, line, account, amount, kind)
     values ($1, 0, $2, -$4::numeric, 'charge'), ($1, 1, $3, $4::numeric, 'made-good')`,
    [txn, from, to, amount],
  );
}
