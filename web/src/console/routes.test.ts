import { expect, it } from 'vitest';
import { addressOf, type Route, routeOf } from './routes.ts';

const JOB = '0123456789abcdef0123456789abcdef';

it.each<[string, Route]>([
  ['', { page: 'home' }],
  ['#/', { page: 'home' }],
  ['#/kernel', { page: 'kernel' }],
  ['#/new', { page: 'new' }],
  [`#/new/${JOB}${JOB}`, { page: 'new', kernel: JOB + JOB }],
  ['#/new/nonsense', { page: 'new' }],
  [`#/job/${JOB}`, { page: 'job', job: JOB }],
  ['#/job/nonsense', { page: 'home' }],
  ['#/nowhere', { page: 'home' }],
])('“%s” leads to its page, and what is unknown home', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

it('an address leads back to its route', () => {
  const routes: Route[] = [
    { page: 'home' },
    { page: 'usage' },
    { page: 'new', kernel: JOB + JOB },
    { page: 'job', job: JOB },
  ];
  for (const route of routes) expect(routeOf(addressOf(route))).toEqual(route);
});
