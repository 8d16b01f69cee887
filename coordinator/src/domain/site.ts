import { checkPayee, isCategory, isOrigin, KnownError } from '@manyhands/protocol';

/** Who gets how much of what a site's visitors earn, in millionths that sum to one million. */
export interface SiteSplit {
  readonly sitePpm: number;
  readonly visitorPpm: number;
  readonly causePpm: number;
}

/** What a site's owner says of it. */
export interface SiteTerms extends SiteSplit {
  readonly name: string;
  /** Of the pages that may show its card: `https://example.org`. */
  readonly origins: readonly string[];
  /** Who earns for the site and for its cause: addresses in lower case, or empty. */
  readonly payee: string;
  readonly cause: string;
  /** What jobs may be for, of protocol's categories; none named: anything. */
  readonly categories: readonly string[];
}

export interface Site extends SiteTerms {
  /** Public, in the site's pages: 32 hex digits. */
  readonly key: string;
}

const MILLION = 1_000_000;

/** Throws SITE_INVALID saying what does not fit, or PAYEE_INVALID. */
export function checkSiteTerms(terms: SiteTerms): SiteTerms {
  const problem = problemOf(terms);
  if (problem !== null) throw new KnownError('SITE_INVALID', problem);
  checkPayee(terms.payee, 'the site’s payee');
  checkPayee(terms.cause, 'the cause');
  return terms;
}

function problemOf({
  origins,
  payee,
  cause,
  categories,
  sitePpm,
  visitorPpm,
  causePpm,
}: SiteTerms): string | null {
  const bad = origins.find((origin) => !isOrigin(origin));
  if (bad !== undefined)
    return `“${bad}” is no origin: write it as browsers do, https://example.org without a path or slash at its end`;
  const other = categories.find((category) => !isCategory(category));
  if (other !== undefined) return `“${other}” is no category of jobs`;
  const sum = sitePpm + visitorPpm + causePpm;
  if (sum !== MILLION) return `the shares must sum to ${MILLION} millionths, not ${sum}`;
  if (sitePpm > 0 && payee === '') return 'a site with a share must name the address that earns it: payee';
  if (causePpm > 0 && cause === '') return 'a cause with a share must have an address: cause';
  return null;
}

/** The sources of `frame-ancestors` for its card: nobody else can show it. */
export const ancestorsOf = ({ origins }: Pick<Site, 'origins'>): string =>
  origins.length === 0 ? "'none'" : origins.join(' ');
