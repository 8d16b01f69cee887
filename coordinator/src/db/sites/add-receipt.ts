import type { Sql } from '../db.ts';

export interface StoredReceipt {
  readonly id: string;
  readonly site: string;
  readonly device: string;
  readonly receipt: string;
  readonly signature: string;
  /** When it runs out. */
  readonly over: Date;
}

/**
 * Keeps a receipt and counts it in its site's day, in one statement; false where the site has `most` new ones today
 * already. One that is kept already stays as it is.
 */
export async function addReceipt(sql: Sql, kept: StoredReceipt, most: number): Promise<boolean> {
  const added = await sql.query(
    `with counted as (
       insert into site_day as d (site, day, consents) values ($2, (now() at time zone 'utc')::date, 1)
       on conflict (site, day) do update set consents = d.consents + 1 where d.consents < $6::int
       returning site)
     insert into consent_receipt (id, site, device, receipt, signature, over)
     select $1, site, $3, $4, $5, $7::timestamptz from counted
     on conflict (id) do update set id = excluded.id returning id`,
    [kept.id, kept.site, kept.device, kept.receipt, kept.signature, most, kept.over],
  );
  return added.length === 1;
}
