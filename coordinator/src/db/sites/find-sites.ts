import type { Site } from '../../domain/site.ts';
import type { Sql } from '../db.ts';
import { SITE_COLUMNS, type SiteRow, siteFrom } from './site-row.ts';

/** The sites of some keys. */
export async function findSites(sql: Sql, keys: readonly string[]): Promise<Site[]> {
  const rows = await sql.query<SiteRow>(`select ${SITE_COLUMNS} from site where key = any($1::text[])`, [
    keys,
  ]);
  return rows.map(siteFrom);
}
