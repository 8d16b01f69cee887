import { type Brand, NOBODY } from '@manyhands/protocol';
import type { SiteSplit } from './site.ts';

/** Names one device's visits to a site, under one name that the site has for its user. */
export type VisitId = Brand<number, 'VisitId'>;

/** Who is paid for an execution. */
export interface Paid {
  /** The contributor's address, or empty. */
  readonly payee: string;
  /** Whom a site's owner lets share, as {@link siteShares} writes it; empty where no site asked. */
  readonly site: string;
}

/** What executions gave to the site, to the visitors themselves and to the cause, in ledger units. */
export interface Shared {
  readonly site: bigint;
  readonly visitor: bigint;
  readonly cause: bigint;
}

/** What was earned in the course of one visit. */
export interface Credit extends Shared {
  readonly visit: VisitId;
}

interface Part {
  readonly address: string;
  readonly amount: bigint;
}

/** What an execution's earner, its site and the site's cause get. An earner that is one of them has both parts. */
export interface Split {
  readonly earner: Part;
  readonly site: Part;
  readonly cause: Part;
  /** The same by role: what a visitor without an address leaves to the site is the site's. */
  readonly shared: Shared;
}

interface Shares {
  readonly site: string;
  readonly sitePpm: bigint;
  readonly cause: string;
  readonly causePpm: bigint;
  readonly visit: VisitId | null;
}

const MILLION = 1_000_000n;

/**
 * A site's shares and the visit as one text: addresses, millionths, a number. It travels with every answer and is kept with
 * it, so that what was computed under one split is paid by it, also after the owner has changed it, and is accounted to
 * whoever computed it.
 */
export const siteShares = (
  { payee, sitePpm, cause, causePpm }: SiteSplit & { readonly payee: string; readonly cause: string },
  visit: VisitId,
): string => [payee, sitePpm, cause, causePpm, visit].join(' ');

const MOST_KNOWN = 10_000;
const known = new Map<string, Shares>();

/** Read once for many executions. */
function sharesOf(text: string): Shares {
  const read = known.get(text);
  if (read !== undefined) return read;
  if (known.size >= MOST_KNOWN) known.clear();
  // What was computed before sites had records names an address alone: it had a fifth.
  const [site, sitePpm = '200000', cause = '', causePpm = '0', named] = text.split(' ');
  // Nor was there an accounting of visits at first.
  const visit = named === undefined ? null : (Number(named) as VisitId);
  // The zero address was taken at first; nobody can be paid there.
  const paid = (address: string): string => (address === NOBODY ? '' : address);
  const shares = {
    site: paid(site),
    sitePpm: BigInt(sitePpm),
    cause: paid(cause),
    causePpm: BigInt(causePpm),
    visit,
  };
  known.set(text, shares);
  return shares;
}

/** In the course of which visit something was executed; null where no site asked. */
export const visitOf = ({ site }: Pick<Paid, 'site'>): VisitId | null =>
  site === '' ? null : sharesOf(site).visit;

/**
 * Who earns for an execution: the payee it names; without one the site that asked for it, else the site's cause; or nobody
 * (empty).
 */
export function earnerOf({ payee, site }: Paid): string {
  if (payee !== '' || site === '') return payee;
  const shares = sharesOf(site);
  return shares.site || shares.cause;
}

/** How what whoever computed earns is divided, in millionths: the site's part, its cause's, the visitor's. */
export function dividedBy({ site }: Pick<Paid, 'site'>): readonly [bigint, bigint, bigint] {
  if (site === '') return WHOLE;
  const { sitePpm, causePpm } = sharesOf(site);
  return [sitePpm, causePpm, MILLION - sitePpm - causePpm];
}

const WHOLE = [0n, 0n, MILLION] as const;

/** Who gets parts that were divided so: whoever is two of them has both, and the visitor's part is its earner's. */
export function giveTo(paid: Paid, parts: Shared): Split {
  const address = earnerOf(paid);
  const nothing = { address: '', amount: 0n };
  if (paid.site === '')
    return { earner: { address, amount: parts.visitor }, site: nothing, cause: nothing, shared: NOTHING };
  const { site, cause } = sharesOf(paid.site);
  const keeps = (other: string, part: bigint): bigint => (other === address ? part : 0n);
  const gives = (other: string, part: bigint): Part =>
    other === address ? nothing : { address: other, amount: part };
  return {
    earner: { address, amount: parts.visitor + keeps(site, parts.site) + keeps(cause, parts.cause) },
    site: gives(site, parts.site),
    cause: gives(cause, parts.cause),
    shared: sharedOf(paid.payee === '' ? address : null, parts, site),
  };
}

const NOTHING: Shared = { site: 0n, visitor: 0n, cause: 0n };

/** `heir`: who has the part of a visitor without an address, empty for nobody; null where it has one. */
function sharedOf(heir: string | null, parts: Shared, site: string): Shared {
  if (heir === null) return parts;
  if (heir === '') return { ...parts, visitor: 0n };
  return heir === site
    ? { ...parts, site: parts.site + parts.visitor, visitor: 0n }
    : { ...parts, cause: parts.cause + parts.visitor, visitor: 0n };
}
