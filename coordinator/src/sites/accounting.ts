/** What a site's visitors did, for its owner: in all, by day, and by visitor. */
import { createHash } from 'node:crypto';
import type { AccountId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { countChallenges } from '../db/sites/count-challenges.ts';
import { countPresence } from '../db/sites/count-presence.ts';
import { listVisits } from '../db/sites/list-visits.ts';
import { readSiteDays, readSiteSums } from '../db/sites/read-site-days.ts';
import { sumVisitor } from '../db/sites/sum-visitor.ts';
import { visitsOfSite } from '../db/sites/visits-of-site.ts';
import type { VisitId } from '../domain/site-shares.ts';
import type { HeldWork } from './held-work.ts';
import { ownSite } from './sites.ts';

/** What accounting reads. */
export interface Books {
  readonly db: Db;
  readonly held: HeldWork;
}

/** Throws SITE_UNKNOWN where the site is not the account's. */
export async function siteTotals({ db, held }: Books, account: AccountId, key: string, days: number) {
  await ownSite(db, account, key);
  await foldTallies(db);
  const onHold = await held.byVisit();
  const [sums, lastDays, sessions, challenges, visits] = await Promise.all([
    readSiteSums(db, key),
    readSiteDays(db, key, days),
    countPresence(db, key),
    countChallenges(db, key),
    visitsOfSite(db, key, [...onHold.keys()]),
  ]);
  return { sessions, challenges, ...sums, heldFuel: fuelOf(onHold, visits), days: lastDays };
}

export interface VisitorQuery {
  readonly site: string;
  readonly after: number;
  readonly limit: number;
  readonly visitor: string | null;
}

/** A page of visits, and where the next one begins; null: nowhere. Throws SITE_UNKNOWN. */
export async function visitorsPage({ db, held }: Books, account: AccountId, query: VisitorQuery) {
  await ownSite(db, account, query.site);
  await foldTallies(db);
  const onHold = await held.byVisit();
  const { site, ...page } = query;
  const rows = await listVisits(db, site, { ...page, limit: page.limit + 1 });
  const visitors = rows.slice(0, page.limit).map(({ device, ...row }) => ({
    ...row,
    device: pseudonymOf(site, device),
    heldFuel: onHold.get(row.id) ?? 0n,
  }));
  return { visitors, next: rows.length > page.limit ? visitors[visitors.length - 1].id : null };
}

/** What one of the site's users did on all devices. Throws SITE_UNKNOWN. */
export async function visitorCredit(
  { db, held }: Books,
  account: AccountId,
  { site, visitor }: { readonly site: string; readonly visitor: string },
) {
  await ownSite(db, account, site);
  await foldTallies(db);
  const onHold = await held.byVisit();
  const { visits, ...sums } = await sumVisitor(db, site, visitor, [...onHold.keys()]);
  return { visitor, ...sums, heldFuel: fuelOf(onHold, visits) };
}

const fuelOf = (held: ReadonlyMap<VisitId, bigint>, visits: readonly VisitId[]): bigint =>
  visits.reduce((sum, visit) => sum + (held.get(visit) ?? 0n), 0n);

/** Tells a site's devices apart, and nothing about them at other sites. */
const pseudonymOf = (site: string, device: string): string =>
  createHash('sha256').update(`${site} ${device}`).digest('hex').slice(0, 16);
