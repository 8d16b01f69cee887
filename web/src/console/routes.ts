/** Where in the console somebody is: the part of the address behind `#`, so that links, back and forward work. */
import { signal } from '@preact/signals';

export type Route =
  | { readonly page: 'home' | 'kernel' | 'jobs' | 'usage' | 'keys' | 'datasets' }
  /** `kernel`: its hash; absent: it is still to be chosen. */
  | { readonly page: 'new'; readonly kernel?: string }
  | { readonly page: 'job'; readonly job: string };

export type PageOf = Route['page'];

const PAGES = ['home', 'kernel', 'new', 'jobs', 'usage', 'keys', 'datasets'] as const;

/** Whatever is unknown leads home. */
export function routeOf(hash: string): Route {
  const [page, id = ''] = hash.replace(/^#\/?/, '').split(/[/?]/);
  if (page === 'new' && /^[0-9a-f]{64}$/.test(id)) return { page, kernel: id };
  if (page === 'job' && /^[0-9a-f]{32}$/.test(id)) return { page, job: id };
  return { page: PAGES.find((known) => known === page) ?? 'home' };
}

export function addressOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'job':
      return `#/job/${route.job}`;
    case 'new':
      return route.kernel === undefined ? '#/new' : `#/new/${route.kernel}`;
    default:
      return `#/${route.page}`;
  }
}

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
