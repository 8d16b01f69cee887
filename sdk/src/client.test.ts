import { afterEach, expect, it, vi } from 'vitest';
import { manyhands } from './client.ts';

const TEXT = { name: 'text', type: 'string', optional: false, doc: '' };
const ESTIMATE = { items: 16, coreSeconds: 1, cost: null, seconds: null, audits: 1 };

afterEach(() => {
  vi.unstubAllGlobals();
});

it('names further parts of a quote as nobody names what is appended, or rows of theirs would count as these', async () => {
  const keys: string[] = [];
  const published = { kernel: 'ab'.repeat(32), name: 'k', schema: { inputs: [TEXT], datasets: [] } };
  vi.stubGlobal('fetch', async (url: string, { method, body }: RequestInit) => {
    if (url.endsWith('/inputs')) keys.push(JSON.parse(String(body)).idempotencyKey);
    const isQuote = method === 'POST' && url.endsWith('/v1/jobs');
    const reply = isQuote ? { job: 'j', estimate: ESTIMATE } : { ...published, count: 1 };
    return new Response(method === 'HEAD' ? null : JSON.stringify(reply));
  });
  const rows = Array.from({ length: 17 }, () => ['x'.repeat(4_000_000)]);
  await manyhands('http://127.0.0.1:1').quote({ kernel: published.kernel }, { kind: 'rows', rows });
  expect(keys).toEqual(['inputs of the quote, part 1']);
});
