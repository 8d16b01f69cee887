import type { Sql } from '../db.ts';

/** Notes a withdrawal with its date; the first one stays. Gives when the receipt was withdrawn. */
export async function withdrawReceipt(
  sql: Sql,
  { receipt, at, signature }: { readonly receipt: string; readonly at: number; readonly signature: string },
): Promise<Date | null> {
  const [row] = await sql.query<{ withdrawn: Date }>(
    `update consent_receipt set
       withdrawal = case when withdrawn is null then $2 else withdrawal end,
       withdrawn_at = case when withdrawn is null then $3::bigint else withdrawn_at end,
       withdrawn = coalesce(withdrawn, now()),
       over = least(over, now())
     where id = $1 returning withdrawn`,
    [receipt, signature, at],
  );
  return row?.withdrawn ?? null;
}
