/**
 * The one place that decides whether anything may run. The engine and its seats take a {@link Permit}, and only
 * {@link permitOf} makes one: no work before consent [CO1].
 */
import {
  type Brand,
  isOrigin,
  KnownError,
  LANGUAGE_TAG,
  LIMITS,
  NOBODY,
  SITE_KEY,
  VISITOR,
} from '@manyhands/protocol';

/** Raised when the words on the consent card change in their meaning: an older yes is no yes to the new words. */
export const CONSENT_VERSION = 2;
/** How long a yes on the volunteer page lasts, in milliseconds. */
export const VOLUNTEER_CONSENT_MS = 30 * 24 * 3_600_000;
/** How long a visitor's yes on somebody's website lasts, in milliseconds. */
export const EMBED_CONSENT_MS = 24 * 3_600_000;
/** The smallest share of a core that can be chosen: below it, starting and stopping cost more than the work. */
export const SMALLEST_SHARE = 0.05;

/** What a person agreed to, and when. Addresses are 0x and 40 hex digits, or empty. */
export interface Consent {
  readonly version: number;
  /** Milliseconds since 1970 of the yes. */
  readonly at: number;
  /** Milliseconds after `at` when it ends by itself. */
  readonly lastsMs: number;
  readonly threads: number;
  /** The share of each thread's time that may be used, from 0.05 to 1. */
  readonly share: number;
  /** Who earns; empty: nobody, the work is a gift. */
  readonly payee: string;
  /** The embedding site's public key, or empty. */
  readonly site: string;
  /** With a site: where and in which words its visitor was asked. */
  readonly asked?: Asked;
  /** Less than was agreed to, where that is chosen: what is used now. */
  readonly use?: Use;
  /** Categories of jobs that may run; absent or empty: all. */
  readonly categories?: readonly string[];
  /** Jobs that come first, whatever their category; and whether others follow them, or nothing else may run. */
  readonly jobs?: readonly string[];
  readonly others?: boolean;
}

/** How much may run: threads, and the share of each one's time, from 0.05 to 1. */
export interface Use {
  readonly threads: number;
  readonly share: number;
}

export interface Asked {
  /** Of the page around the card, as the browser says. */
  readonly origin: string;
  readonly words: string;
  /** Of the words: a BCP 47 tag. */
  readonly language: string;
  /** The site's own name for its user; absent where it gave none. */
  readonly visitor?: string;
}

/** A consent that was checked. */
export type Permit = Brand<{ readonly consent: Consent }, 'Permit'>;

/** Whether a text is an address at which somebody can be paid, or empty. */
export const isPayee = (text: string): boolean =>
  text === '' || (/^0x[0-9a-fA-F]{40}$/.test(text) && text !== NOBODY);

const problemOf = (consent: Consent | null | undefined, now: number): string | null => {
  if (!consent) return 'nobody said yes yet';
  if (consent.version !== CONSENT_VERSION) return 'the words have changed since the last yes';
  if (!(consent.at <= now && now < consent.at + consent.lastsMs)) return 'the last yes has run out';
  const useProblem = useProblemOf(consent) ?? (consent.use ? useProblemOf(consent.use) : null);
  if (useProblem !== null) return useProblem;
  if (!isPayee(consent.payee)) return 'the address is not 0x and 40 hex digits, or is the zero address';
  if ((consent.categories?.length ?? 0) > LIMITS.categories) return 'too many categories are named';
  if ((consent.jobs?.length ?? 0) > LIMITS.chosenJobs) return 'too many jobs are named';
  return consent.site === '' ? null : siteProblemOf(consent);
};

function useProblemOf({ threads, share }: Use): string | null {
  if (!Number.isInteger(threads) || threads < 1 || threads > LIMITS.seatsPerSession)
    return `threads must be a whole number from 1 to ${LIMITS.seatsPerSession}, not ${threads}`;
  return share >= SMALLEST_SHARE && share <= 1 ? null : `the share must be from ${SMALLEST_SHARE} to 1`;
}

function siteProblemOf({ site, asked }: Consent): string | null {
  if (!SITE_KEY.test(site)) return 'the site’s key is not 32 hex digits';
  if (!asked || !isOrigin(asked.origin)) return 'it is not known which page asked';
  if (!LANGUAGE_TAG.test(asked.language)) return 'it is not known in which language it asked';
  if (asked.visitor !== undefined && !VISITOR.test(asked.visitor))
    return 'the site’s name for its user is not 1 to 64 letters, digits and any of . _ ~ -';
  const { length } = asked.words;
  return length > 0 && length <= LIMITS.consentWords ? null : 'the words of the question are missing';
}

/** Turns a yes into leave to work; throws CONSENT_MISSING saying what is wrong with it. `now` in ms since 1970. */
export function permitOf(consent: Consent | null | undefined, now: number): Permit {
  const problem = problemOf(consent, now);
  if (problem !== null) throw new KnownError('CONSENT_MISSING', `nothing runs: ${problem}`);
  return { consent } as Permit;
}

/** The most that may run now: what was agreed to, or what of it was chosen. */
export const usedOf = ({ threads, share, use }: Consent): Use =>
  use ? { threads: Math.min(threads, use.threads), share: Math.min(share, use.share) } : { threads, share };

/** Leave to use less than was agreed to: no seat at all, or fewer, or less of each. */
export function permitWithin({ consent }: Permit, less: Use): Permit {
  const threads = Math.min(consent.threads, less.threads);
  const share = Math.min(consent.share, less.share);
  return { consent: { ...consent, threads, share } } as Permit;
}

/** Whether a stored consent still holds. */
export const consentHolds = (consent: Consent | null | undefined, now: number): boolean =>
  problemOf(consent, now) === null;
