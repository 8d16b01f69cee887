import type { Sql } from '../db.ts';

/** Whether a device has consented to a site and not withdrawn. */
export async function hasReceipt(sql: Sql, device: string, site: string): Promise<boolean> {
  const rows = await sql.query(
    'select id from consent_receipt where device = $1 and site = $2 and withdrawn is null limit 1',
    [device, site],
  );
  return rows.length === 1;
}
