import { type ConsentReceipt, KnownError } from '@manyhands/protocol';
import type { Site } from './site.ts';

/** Visitors' clocks may be wrong by as much, in milliseconds. */
const CLOCK_MS = 3_600_000;

/** Who greets, for whom and with how many seats. */
export interface Visit {
  readonly device: string;
  readonly site: string;
  readonly seats: number;
}

/**
 * Whether a receipt covers a visit now (milliseconds since 1970): the same device and site, a page that the site allows,
 * no more seats than threads that were agreed to, and not run out. Null, or the refusal. That it is signed is asked elsewhere.
 */
export function refusalOf(receipt: ConsentReceipt, visit: Visit, site: Site, now: number): KnownError | null {
  if (receipt.device !== visit.device || receipt.site !== visit.site)
    return invalid('it is of another device or site');
  if (!site.origins.includes(receipt.origin))
    return new KnownError(
      'ORIGIN_REFUSED',
      `${receipt.origin} may not show the card of “${site.name}”; its owner can allow it`,
    );
  if (receipt.at > now + CLOCK_MS) return invalid('it is of the future: set the clock');
  if (receipt.at + receipt.lastsMs <= now) return invalid('it has run out: ask again');
  if (visit.seats > receipt.threads)
    return invalid(`it is for ${receipt.threads} threads, not ${visit.seats}`);
  return null;
}

const invalid = (why: string): KnownError =>
  new KnownError('CONSENT_INVALID', `the consent receipt cannot be taken: ${why}`);
