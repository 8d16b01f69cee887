import type { Sql } from '../db.ts';

/** Deletes at most so many receipts that were over so many days ago; how many it were. */
export async function forgetReceipts(sql: Sql, days: number, most: number): Promise<number> {
  const gone = await sql.query(
    `delete from consent_receipt where id in (
       select id from consent_receipt where over < now() - $1::int * interval '1 day' order by over limit $2)
     returning id`,
    [days, most],
  );
  return gone.length;
}
