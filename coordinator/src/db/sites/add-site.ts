import type { AccountId } from '@manyhands/protocol';
import type { Site } from '../../domain/site.ts';
import type { Sql } from '../db.ts';
import { siteValues } from './site-row.ts';

/**
 * Adds a site of an account, unless it has `most` already: false. The account's row is locked first, so that two that
 * come at once are counted one after the other.
 */
export async function addSite(sql: Sql, account: AccountId, site: Site, most: number): Promise<boolean> {
  const added = await sql.query(
    `with owner as (select id from account where id = $1 for update)
     insert into site (account, key, name, origins, payee, cause, categories, site_ppm, visitor_ppm, cause_ppm)
     select owner.id, $2, $3, $4::jsonb, $5, $6, $7::jsonb, $8::int, $9::int, $10::int from owner
     where (select count(*) from site where account = $1) < $11::int
     returning key`,
    [account, ...siteValues(site), most],
  );
  return added.length === 1;
}
