import type { AccountId } from '@manyhands/protocol';
import type { Site } from '../../domain/site.ts';
import type { Sql } from '../db.ts';
import { SITE_COLUMNS, type SiteRow, siteFrom } from './site-row.ts';

/** The sites of an account, oldest first. */
export async function listSites(sql: Sql, account: AccountId): Promise<Site[]> {
  const rows = await sql.query<SiteRow>(
    `select ${SITE_COLUMNS} from site where account = $1 order by created, key`,
    [account],
  );
  return rows.map(siteFrom);
}
