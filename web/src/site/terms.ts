/** What the owner types, and what is wrong with it: said at the field, before the coordinator is asked. */
import { isPayee } from '@manyhands/browser-worker';
import { isOrigin } from '@manyhands/protocol';
import type { Terms } from './api.ts';

/** As typed: origins are lines of a text. */
export interface Draft extends Omit<Terms, 'origins'> {
  readonly origins: string;
}

export const EMPTY: Draft = {
  name: '',
  origins: '',
  payee: '',
  cause: '',
  categories: [],
  sitePpm: 1_000_000,
  visitorPpm: 0,
  causePpm: 0,
};

const MOST_ORIGINS = 32;

export const draftOf = (terms: Terms): Draft => ({ ...terms, origins: terms.origins.join('\n') });

const linesOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter(Boolean);

/** As the coordinator takes it: whatever the site's key, nothing more. */
export const termsOf = (draft: Draft): Terms => ({
  name: draft.name.trim(),
  origins: linesOf(draft.origins),
  payee: draft.payee.trim(),
  cause: draft.cause.trim(),
  categories: draft.categories,
  sitePpm: draft.sitePpm,
  visitorPpm: draft.visitorPpm,
  causePpm: draft.causePpm,
});

export interface Faults {
  readonly name: boolean;
  /** A line that is no origin, and how it should be where that can be guessed. */
  readonly origin: { readonly line: string; readonly meant: string | null } | null;
  readonly tooMany: boolean;
  readonly payee: 'wrong' | 'missing' | null;
  readonly cause: 'wrong' | 'missing' | null;
}

export function faultsOf(draft: Draft): Faults {
  const { name, origins, payee, cause, sitePpm, causePpm } = termsOf(draft);
  const line = origins.find((each) => !isOrigin(each));
  return {
    name: name === '',
    origin: line === undefined ? null : { line, meant: meantBy(line) },
    tooMany: origins.length > MOST_ORIGINS,
    payee: addressFault(payee, sitePpm),
    cause: addressFault(cause, causePpm),
  };
}

export const isFine = (faults: Faults): boolean => Object.values(faults).every((fault) => !fault);

const addressFault = (address: string, ppm: number): 'wrong' | 'missing' | null =>
  isPayee(address) ? (address === '' && ppm > 0 ? 'missing' : null) : 'wrong';

/** “example.org/news/” most likely means https://example.org. */
function meantBy(line: string): string | null {
  const address = /^https?:\/\//i.test(line) ? line : `https://${line}`;
  if (!URL.canParse(address)) return null;
  const { origin } = new URL(address);
  return isOrigin(origin) ? origin : null;
}
