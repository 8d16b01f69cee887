import { randomBytes } from 'node:crypto';
import { type AccountId, KnownError } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addSite } from '../db/sites/add-site.ts';
import { changeSite } from '../db/sites/change-site.ts';
import { findSite } from '../db/sites/find-site.ts';
import { listSites } from '../db/sites/list-sites.ts';
import { checkSiteTerms, type Site, type SiteTerms } from '../domain/site.ts';

export { listSites };

const SITES_PER_ACCOUNT = 100;

const checked = (terms: SiteTerms): SiteTerms =>
  checkSiteTerms({
    ...terms,
    categories: [...new Set(terms.categories)],
    payee: terms.payee.toLowerCase(),
    cause: terms.cause.toLowerCase(),
  });

/** Throws SITE_INVALID or SITES_FULL. */
export async function openSite(db: Db, account: AccountId, terms: SiteTerms): Promise<Site> {
  const site = { key: randomBytes(16).toString('hex'), ...checked(terms) };
  if (!(await addSite(db, account, site, SITES_PER_ACCOUNT)))
    throw new KnownError('SITES_FULL', `an account may have ${SITES_PER_ACCOUNT} sites; change one you have`);
  return site;
}

/** Throws SITE_INVALID, or SITE_UNKNOWN where it is not the account's. */
export async function updateSite(db: Db, account: AccountId, key: string, terms: SiteTerms): Promise<Site> {
  const site = { key, ...checked(terms) };
  if (!(await changeSite(db, account, site)))
    throw new KnownError('SITE_UNKNOWN', 'no site of this account has this key');
  return site;
}

/** Throws SITE_UNKNOWN where the site is not the account's. */
export async function ownSite(db: Db, account: AccountId, key: string): Promise<Site> {
  const own = (await listSites(db, account)).find((site) => site.key === key);
  if (own === undefined) throw new KnownError('SITE_UNKNOWN', 'no site of this account has this key');
  return own;
}

/** Throws SITE_UNKNOWN. */
export async function siteOf(db: Db, key: string): Promise<Site> {
  const site = await findSite(db, key);
  if (site === null)
    throw new KnownError('SITE_UNKNOWN', `no site has the key “${key}” here; look at data-site in the page`);
  return site;
}
