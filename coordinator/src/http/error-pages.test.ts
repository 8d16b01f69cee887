import { ERRORS } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHAPTERS, explainedOf } from './error-pages/chapters.ts';
import { errorPageRoutes } from './routes/error-pages.ts';
import { createServer } from './server.ts';
import type { Server } from './type-provider.ts';

let app: Server;
beforeAll(async () => {
  app = await createServer({
    version: '0',
    logLevel: 'silent',
    trustProxy: null,
    isLocal: () => true,
    requestsPerMinute: 1_000,
  });
  await errorPageRoutes(app);
});
afterAll(() => app.close());

const get = async (url: string) => {
  const { statusCode, headers, body } = await app.inject({ url });
  return { status: statusCode, headers: headers as Record<string, string>, body };
};

const explained = CHAPTERS.flatMap(explainedOf);

it('every code of the catalogue is explained once, and no other', () => {
  expect(explained.map(({ code }) => code).sort()).toEqual(Object.keys(ERRORS).sort());
});

it.each(explained.map((each) => [each.code, each] as const))(
  '%s has a page: what it means, why it comes, what to do, a message',
  async (code, { meaning, why, remedy, example }) => {
    const { status, headers, body } = await get(`/errors/${code}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const said = body.replace(/<\/?code>/g, '');
    for (const text of [why, remedy]) {
      expect(text).toMatch(/^[A-Z`].{15,}[.:]?$/s);
      expect(said).toContain(
        text
          .replaceAll('`', '')
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;'),
      );
    }
    expect(body.toLowerCase()).toContain(meaning.toLowerCase());
    expect(example.length).toBeGreaterThan(10);
  },
);

it('the list leads to every page, and runs and loads nothing from elsewhere', async () => {
  const { body, headers } = await get('/errors/');
  const links = [...body.matchAll(/href="(\/errors\/[A-Z_]+)"/g)].map(([, link]) => link);
  expect(links.sort()).toEqual(
    Object.keys(ERRORS)
      .sort()
      .map((code) => `/errors/${code}`),
  );
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
  expect(body).not.toMatch(/<script|https?:/);
  expect((await get('/errors')).body).toBe(body);
  expect((await get('/errors/style.css')).headers['content-type']).toMatch(/text\/css/);
});

it('[SE1] a code that is none is refused with one that leads to its own page', async () => {
  const { status, body } = await get('/errors/NOTHING');
  const failure = JSON.parse(body);
  expect([status, failure.code, failure.docs]).toEqual([404, 'ROUTE_UNKNOWN', '/errors/ROUTE_UNKNOWN']);
  expect((await get(failure.docs)).status).toBe(200);
});
