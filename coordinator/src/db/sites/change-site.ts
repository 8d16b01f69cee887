import type { AccountId } from '@manyhands/protocol';
import type { Site } from '../../domain/site.ts';
import type { Sql } from '../db.ts';
import { siteValues } from './site-row.ts';

/** Changes a site if it is the account's; false where it is not. */
export async function changeSite(sql: Sql, account: AccountId, site: Site): Promise<boolean> {
  const changed = await sql.query(
    `update site set name = $3, origins = $4::jsonb, payee = $5, cause = $6,
       categories = $7::jsonb,
       site_ppm = $8::int, visitor_ppm = $9::int, cause_ppm = $10::int
     where key = $2 and account = $1 returning key`,
    [account, ...siteValues(site)],
  );
  return changed.length === 1;
}
