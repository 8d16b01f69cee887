import type { Offer } from '@manyhands/browser-worker';

/** What the coordinator wrote into the page of the site, and what the embedding page suggests. */
export interface Asked {
  readonly key: string;
  readonly offer: Offer;
  readonly theme: 'light' | 'dark' | 'auto';
  /** Begins as a small button, and asks when that is pressed. */
  readonly compact: boolean;
}

/** Null where the coordinator knows no such site. `facts`: the JSON in the page. */
export function askedFrom(facts: string | null, query: URLSearchParams, cores: number): Asked | null {
  if (facts === null) return null;
  const { key, name, sitePpm, visitorPpm, causePpm } = JSON.parse(facts);
  const wanted = Number.parseInt(query.get('threads') ?? '1', 10);
  const threads = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), Math.max(1, cores)) : 1;
  const theme = query.get('theme');
  return {
    key,
    offer: { siteName: name, threads, sitePpm, visitorPpm, causePpm },
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    compact: query.has('compact'),
  };
}
