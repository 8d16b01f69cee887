import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageRoutes } from './pages.ts';
import { createServer } from './server.ts';
import type { Server } from './type-provider.ts';

let root: string;
let app: Server;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'manyhands-pages-'));
  await mkdir(join(root, 'assets'));
  for (const name of ['index.html', 'embed.html', 'embed.js', 'assets/engine-1a2b.js'])
    await writeFile(join(root, name), name);
  await writeFile(join(root, 'assets/engine-1a2b.js.br'), brotliCompressSync('assets/engine-1a2b.js'));
  app = await createServer({
    version: '0',
    logLevel: 'silent',
    trustProxy: null,
    isLocal: () => true,
    requestsPerMinute: 100,
  });
  await pageRoutes(app, root);
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true });
});

const get = async (url: string) => {
  const { statusCode, headers, body } = await app.inject({ url });
  return { statusCode, headers: headers as Record<string, string>, body };
};

it('the volunteer page is nobody else’s frame and runs nothing from elsewhere', async () => {
  const { body, headers } = await get('/');
  expect(body).toBe('index.html');
  const policy = headers['content-security-policy'];
  expect(policy).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe-eval'[^;]*'unsafe-eval'|script-src[^;]*unsafe-inline/);
});

it('the consent card without a site is nobody’s frame, and the script may be loaded by any page', async () => {
  expect((await get('/embed.html')).headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
  const { headers } = await get('/embed.js');
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
});

it('hashed assets are kept for ever', async () => {
  expect((await get('/assets/engine-1a2b.js')).headers['cache-control']).toMatch(/immutable/);
});

it('assets travel compressed to whoever takes that, and are the same', async () => {
  const url = '/assets/engine-1a2b.js';
  const { headers, rawPayload } = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    vary: expect.stringMatching(/accept-encoding/i),
    'content-type': expect.stringMatching(/^(text|application)\/javascript/),
    'cache-control': expect.stringMatching(/immutable/),
    'cross-origin-resource-policy': 'cross-origin',
  });
  expect(String(brotliDecompressSync(rawPayload))).toBe('assets/engine-1a2b.js');
  expect((await get(url)).headers['content-encoding']).toBeUndefined();
});

it('[SE1] nothing outside the folder is served', async () => {
  for (const url of ['/../package.json', '/%2e%2e/package.json', '/missing.html']) {
    const { statusCode, body } = await get(url);
    expect([404, 403]).toContain(statusCode);
    expect(JSON.parse(body).code).toBe('ROUTE_UNKNOWN');
  }
});
