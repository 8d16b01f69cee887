/** What the console asks of the coordinator, with the key of the owner's account. */
import { bearing } from '../shared/account/key.ts';
import { ask, Refused, sending } from '../shared/ask.ts';
import type { Split } from './split.ts';

export interface Terms extends Split {
  readonly name: string;
  readonly origins: readonly string[];
  readonly payee: string;
  readonly cause: string;
  /** None named: anything. */
  readonly categories: readonly string[];
}

export interface Site extends Terms {
  readonly key: string;
}

export interface Figures {
  readonly consents: number;
  readonly finalFuel: string;
  readonly refutedFuel: string;
  readonly earned: { readonly site: string; readonly visitors: string; readonly cause: string };
}

export interface Day extends Figures {
  readonly day: string;
}

export interface Totals extends Figures {
  readonly sessions: number;
  readonly challenges: { readonly open: number; readonly taken: number; readonly solved: number };
  readonly heldFuel: string;
  readonly days: readonly Day[];
}

export interface Visitor {
  readonly visitor: string;
  readonly device: string;
  readonly finalFuel: string;
  readonly heldFuel: string;
  readonly refutedFuel: string;
  readonly lastSeen: string;
}

export interface VisitorsPage {
  readonly visitors: readonly Visitor[];
  readonly next: string | null;
}

/** Token units of an address, over all sites and devices that earn for it. */
export interface Balance {
  readonly earned: string;
  readonly held: string;
  readonly rooted: string;
  /** Null where the chain does not answer. */
  readonly claimed: string | null;
}

const ROWS = 20;
const ROWS_SAVED = 1000;

export class Api {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  sites = async (): Promise<readonly Site[]> => (await this.#ask<{ sites: Site[] }>('/v1/sites')).sites;

  add = (terms: Terms): Promise<Site> => this.#ask('/v1/sites', sending('POST', terms));

  change = (key: string, terms: Terms): Promise<Site> => this.#ask(`/v1/sites/${key}`, sending('PUT', terms));

  totals = (key: string): Promise<Totals> => this.#ask(`/v1/sites/${key}/totals`);

  /** `visitor`: of that name alone; empty: all. */
  visitors = (key: string, after: string, visitor: string): Promise<VisitorsPage> =>
    this.#ask(`/v1/sites/${key}/visitors?limit=${ROWS}&after=${after}${visitor && `&visitor=${visitor}`}`);

  /** All visitors as one CSV table, page by page. */
  async csv(key: string): Promise<string> {
    const lines: string[] = [];
    for (let after: string | null = '0'; after !== null; ) {
      const path: string = `/v1/sites/${key}/visitors?format=csv&limit=${ROWS_SAVED}&after=${after}`;
      const response: Response = await fetch(path, { headers: this.#headers });
      if (!response.ok) throw new Refused((await response.json()).code, '');
      const page = await response.text();
      lines.push(lines.length === 0 ? page : page.slice(page.indexOf('\n') + 1));
      after = response.headers.get('x-next');
    }
    return lines.join('');
  }

  get #headers(): Record<string, string> {
    return bearing(this.#key);
  }

  #ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    return ask<T>(path, { ...init, headers: { ...init.headers, ...this.#headers } });
  }
}

export const fetchBalance = (address: string): Promise<Balance> => ask(`/v1/payees/${address}`);

/** How browsers name the embed script that is served now, for `integrity`; null where they cannot reckon it here. */
export async function embedHash(): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const response = await fetch('/embed.js');
  if (!response.ok) return null;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', await response.arrayBuffer()));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
}
