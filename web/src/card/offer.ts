import type { Words } from '../words/pack.ts';

/** What a site asks of a visitor. */
export interface Offer {
  readonly siteName: string;
  readonly threads: number;
  /** Who gets how much of what is earned, in millionths. */
  readonly sitePpm: number;
  readonly visitorPpm: number;
  readonly causePpm: number;
  /** The page says by a name of its own for whom it asks. Absent: it does not. */
  readonly named?: boolean;
}

/** What the visitor agrees to, as it stands on the card and as the receipt keeps it. */
export const agreedWords = (offer: Offer, { consent }: Words['card']): string =>
  [consent.title(offer), ...consent.sentences(offer)].join(' ');

/** What the coordinator wrote into the page of the site, and what the embedding page suggests. */
export interface Asked {
  readonly key: string;
  readonly offer: Offer;
  readonly theme: 'light' | 'dark' | 'auto';
  /** Begins as a small button, and asks when that is pressed. */
  readonly compact: boolean;
  /** A BCP 47 tag, or empty. */
  readonly lang: string;
  /** What the site lets jobs be for; none named: anything. */
  readonly categories: readonly string[];
}

/** Null where the coordinator knows no such site. `facts`: the JSON in the page. */
export function askedFrom(facts: string | null, query: URLSearchParams, cores: number): Asked | null {
  if (facts === null) return null;
  const { key, name, categories = [], sitePpm, visitorPpm, causePpm } = JSON.parse(facts);
  const wanted = Number.parseInt(query.get('threads') ?? '1', 10);
  const threads = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), Math.max(1, cores)) : 1;
  const theme = query.get('theme');
  return {
    key,
    offer: { siteName: name, threads, sitePpm, visitorPpm, causePpm },
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    compact: query.has('compact'),
    lang: query.get('lang') ?? '',
    categories,
  };
}
