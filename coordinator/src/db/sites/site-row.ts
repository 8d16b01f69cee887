import type { Site } from '../../domain/site.ts';
import { json } from '../db.ts';

export const SITE_COLUMNS = 'key, name, origins, payee, cause, categories, site_ppm, visitor_ppm, cause_ppm';

export interface SiteRow {
  readonly key: string;
  readonly name: string;
  readonly origins: readonly string[];
  readonly payee: string;
  readonly cause: string;
  readonly categories: readonly string[];
  readonly site_ppm: string | number;
  readonly visitor_ppm: string | number;
  readonly cause_ppm: string | number;
}

export const siteFrom = ({ site_ppm, visitor_ppm, cause_ppm, ...rest }: SiteRow): Site => ({
  ...rest,
  sitePpm: Number(site_ppm),
  visitorPpm: Number(visitor_ppm),
  causePpm: Number(cause_ppm),
});

/** A site's values in the order of {@link SITE_COLUMNS}. */
export const siteValues = (site: Site) => [
  site.key,
  site.name,
  json(site.origins),
  site.payee,
  site.cause,
  json(site.categories),
  site.sitePpm,
  site.visitorPpm,
  site.causePpm,
];
