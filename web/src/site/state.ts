import { computed, signal } from '@preact/signals';
import { keptKey } from '../shared/account/kept-key.ts';
import * as account from '../shared/account/key.ts';
import { Refused } from '../shared/ask.ts';
import { attempting } from '../shared/attempt.ts';
import { save } from '../shared/save.ts';
import { refusalWords, sentence } from '../shared/words.ts';
import { words } from '../words/words.ts';
import {
  Api,
  type Balance,
  embedHash,
  fetchBalance,
  type Site,
  type Totals,
  type VisitorsPage,
} from './api.ts';
import { type Draft, draftOf, EMPTY, faultsOf, isFine, termsOf } from './terms.ts';

export const sites = signal<readonly Site[]>([]);
/** The site that is looked at; null: one that is to be added. */
export const chosen = signal<Site | null>(null);
export const draft = signal<Draft>(EMPTY);
export const faults = computed(() => faultsOf(draft.value));
/** Faults of what was not typed yet are said after a try to save alone. */
export const wasTried = signal(false);

export const totals = signal<Totals | null>(null);
export const visitors = signal<VisitorsPage | null>(null);
/** Where the pages of visitors before this one begin. */
export const before = signal<readonly string[]>([]);
/** The visitor that is looked for; empty: all. */
export const sought = signal('');
export type Payee = 'payee' | 'cause';
/** A sentence says why there is none. */
export const balances = signal<Partial<Record<Payee, Balance | (() => string)>>>({});
/** Of the embed script; null where it is not known. */
export const hash = signal<string | null>(null);
/** What became of the last wish, in whatever language the page speaks; null: nothing yet. */
export const said = signal<(() => string) | null>(null);
export const problem = signal<(() => string) | null>(null);

const api = (): Api => new Api(account.key.peek());

const wordsOf = (error: Error): string => {
  const { invalid } = words('site');
  if (!(error instanceof Refused)) return sentence(error.message);
  if (error.code === 'KEY_REFUSED') return words('entrance').keyRefused;
  // It names what does not fit, which no sentence of a catalogue can.
  return error.code === 'SITE_INVALID' ? invalid(error.message) : refusalWords(error);
};

const attempt = attempting(said, problem, wordsOf);

/** Opens the account of a key. */
export const enter = (typed: string, keeps: boolean): Promise<void> =>
  attempt(async () => {
    const found = await new Api(typed.trim()).sites();
    account.hold(typed.trim(), keeps);
    sites.value = found;
    await look(found[0] ?? null);
  });

export const makeAccount = (name: string): Promise<void> =>
  attempt(async () => {
    await account.openAccount(name);
    sites.value = [];
    await look(null);
  });

/** Nothing of the owner's is left in the page or in the browser. */
export function leave(): void {
  account.letGo();
  sites.value = [];
  chosen.value = totals.value = visitors.value = said.value = problem.value = null;
  draft.value = EMPTY;
}

/** The old key opens nothing from now on. */
export const renewKey = (): Promise<void> =>
  attempt(async () => {
    await account.renewKey();
    said.value = () => words('entrance').renewed;
  });

/** Shows a site, or the form of a new one. */
export async function look(site: Site | null): Promise<void> {
  chosen.value = site;
  draft.value = site === null ? EMPTY : draftOf(site);
  wasTried.value = false;
  totals.value = visitors.value = null;
  balances.value = {};
  before.value = [];
  sought.value = '';
  if (site !== null) await Promise.all([refresh(), turnTo('0'), lookAtBalances(site)]);
}

export const store = (): Promise<void> =>
  attempt(async () => {
    wasTried.value = true;
    if (!isFine(faults.value)) return;
    const { value: old } = chosen;
    const terms = termsOf(draft.value);
    const site = old === null ? await api().add(terms) : await api().change(old.key, terms);
    sites.value =
      old === null
        ? [...sites.value, site]
        : sites.value.map((each) => (each.key === site.key ? site : each));
    await look(site);
    said.value = () => (old === null ? words('site').added(site.name) : words('site').saved(site.name));
  });

/** No page may show its card any more; what was earned stays. */
export const closeSite = (): Promise<void> => {
  draft.value = { ...draft.value, origins: '' };
  return store();
};

async function refresh(): Promise<void> {
  const site = chosen.value;
  if (site === null) return;
  const found = await api().totals(site.key);
  if (chosen.value?.key === site.key) totals.value = found;
}

async function lookAtBalances(site: Site): Promise<void> {
  for (const who of ['payee', 'cause'] as const) {
    if (site[who] === '') continue;
    const found = await fetchBalance(site[who]).catch((error: Refused) => () => refusalWords(error));
    if (chosen.value?.key === site.key) balances.value = { ...balances.value, [who]: found };
  }
}

async function turnTo(after: string): Promise<void> {
  const site = chosen.value;
  if (site === null) return;
  const page = await api().visitors(site.key, after, sought.value);
  if (chosen.value?.key === site.key) visitors.value = page;
}

export const nextPage = (): Promise<void> =>
  attempt(async () => {
    const next = visitors.value?.next ?? null;
    if (next === null) return;
    await turnTo(next);
    before.value = [...before.value, next];
  });

export const pageBefore = (): Promise<void> =>
  attempt(async () => {
    const left = before.value.slice(0, -1);
    await turnTo(left.at(-1) ?? '0');
    before.value = left;
  });

export const seek = (visitor: string): Promise<void> =>
  attempt(async () => {
    sought.value = encodeURIComponent(visitor.trim());
    before.value = [];
    await turnTo('0');
  });

export const saveCsv = (): Promise<void> =>
  attempt(async () => {
    const site = chosen.value;
    if (site !== null)
      save(`manyhands-visitors-${site.key.slice(0, 8)}.csv`, await api().csv(site.key), 'text/csv');
  });

const REFRESH_MS = 10_000;

/** Called once by the page. */
export async function openPage(): Promise<void> {
  setInterval(() => {
    // What is shown stays until the coordinator answers again.
    if (!document.hidden) void refresh().catch(() => {});
  }, REFRESH_MS);
  embedHash().then(
    (found) => {
      hash.value = found;
    },
    () => {},
  );
  const kept = keptKey();
  if (kept !== '') await enter(kept, true);
}
