/** Where in the console somebody is: the part of the address behind `#`, so that links, back and forward work. */
import { signal } from '@preact/signals';

export type Route =
  | { readonly page: 'home' | 'kernel' | 'new' | 'jobs' | 'usage' | 'keys' | 'datasets' }
  | { readonly page: 'job'; readonly job: string };

export type PageOf = Route['page'];

const PAGES = ['home', 'kernel', 'new', 'jobs', 'usage', 'keys', 'datasets'] as const;

/** Whatever is unknown leads home. */
export function routeOf(hash: string): Route {
  const [page, id = ''] = hash.replace(/^#\/?/, '').split(/[/?]/);
  if (page === 'job' && /^[0-9a-f]{32}$/.test(id)) return { page, job: id };
  return { page: PAGES.find((known) => known === page) ?? 'home' };
}

export const addressOf = (route: Route): string =>
  route.page === 'home' ? '#/' : route.page === 'job' ? `#/job/${route.job}` : `#/${route.page}`;

export const route = signal<Route>(routeOf(globalThis.location?.hash ?? ''));

export function go(to: Route): void {
  location.hash = addressOf(to);
}

/** Called once by the page. `arrived`: after each change. */
export function followAddress(arrived: () => void): void {
  addEventListener('hashchange', () => {
    route.value = routeOf(location.hash);
    arrived();
  });
}
