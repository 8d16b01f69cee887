import type { Site } from '../../domain/site.ts';
import type { Sql } from '../db.ts';
import { SITE_COLUMNS, type SiteRow, siteFrom } from './site-row.ts';

/** The site of a key, or null. */
export async function findSite(sql: Sql, key: string): Promise<Site | null> {
  const [row] = await sql.query<SiteRow>(`select ${SITE_COLUMNS} from site where key = $1`, [key]);
  return row === undefined ? null : siteFrom(row);
}
