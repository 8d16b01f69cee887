/** Anybody may report a kernel; only the operator stops one. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Caller, type Edge, openEdge, type Reply, SQUARES } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const ADMIN_KEY = 'an-admin-key-of-this-test-and-no-other';
let edge: Edge;
let ann: Caller;
let admin: Caller;
let kernel: string;
beforeAll(async () => {
  edge = await openEdge({ adminKey: ADMIN_KEY, trustProxy: '127.0.0.1' });
  ann = await Caller.withAccount(edge.url);
  admin = new Caller(edge.url);
  admin.key = ADMIN_KEY;
  kernel = (await ann.post('/v1/kernels', { source: SQUARES })).body.kernel;
});
afterAll(() => edge.close());

/** A report from an address, as a trusted proxy hands it on. */
async function report(address: string, body: object, hash = kernel): Promise<Reply> {
  const response = await fetch(`${edge.url}/v1/kernels/${hash}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const queue = async () => (await admin.get('/v1/admin/kernels')).body.kernels;
const reports = async () => (await admin.get('/v1/admin/reports')).body.reports;

it('[RP1] reports from three address prefixes bring a kernel to the operator, and stop nothing', async () => {
  // One person with many addresses of a prefix is one reporter, whose last words count.
  for (const host of [1, 2, 3, 4])
    expect((await report(`203.0.113.${host}`, { kind: 'mining', words: `words ${host}` })).body).toEqual({
      kernel,
      received: true,
    });
  expect(await reports()).toMatchObject([{ kernel, kind: 'mining', words: 'words 4' }]);
  await report('198.51.100.7', { kind: 'other' });
  expect(await queue()).toEqual([]);
  await report('2001:db8:1:2::1', { kind: 'misleading' });
  expect(await queue()).toMatchObject([{ kernel, reporters: 3, review: 'pending', stopped: null }]);

  const ask = { kernel, title: 'squares', inputs: { range: { from: 0, to: 20 } } };
  const { job } = (await ann.post('/v1/jobs', ask)).body;
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');

  const [{ id }] = await reports();
  expect((await admin.post(`/v1/admin/reports/${id}/resolve`)).body).toEqual({ report: id, resolved: true });
  expect(await queue()).toEqual([]);
  await admin.post(`/v1/admin/kernels/${kernel}/approve`, { reason: '' });
  expect(await reports()).toEqual([]);
});

it('keeps nothing by which a reporter could be found', async () => {
  await report('192.0.2.9', { kind: 'other', words: 'anonymous' });
  const rows = await edge.app.desk.db.query<{ reporter: string }>('select * from kernel_report');
  expect(JSON.stringify(rows)).not.toMatch(/192\.0\.2|203\.0\.113/);
  for (const { reporter } of rows) expect(reporter).toMatch(/^[0-9a-f]{32}$/);
});

it('[SE1] reports that do not fit, and too many of them, are refused with a code', async () => {
  const from = '192.0.2.200';
  expect((await report(from, { kind: 'ugly' })).body.code).toBe('REQUEST_INVALID');
  expect((await report(from, { kind: 'other', words: 'x'.repeat(501) })).body.code).toBe('REQUEST_INVALID');
  expect((await report(from, { kind: 'other' }, '0'.repeat(64))).body.code).toBe('KERNEL_UNKNOWN');
  const answers = [];
  for (let i = 0; i < 12; i++) answers.push((await report('100.64.0.1', { kind: 'other' })).body.code);
  expect(answers.slice(-1)).toEqual(['RATE_LIMITED']);
  expect((await ann.get('/v1/admin/reports')).body.code).toBe('ADMIN_REFUSED');
  expect((await admin.post('/v1/admin/reports/999999/resolve')).body.code).toBe('REQUEST_INVALID');
});
