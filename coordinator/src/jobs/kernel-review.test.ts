/** Whose kernels a coordinator runs, through whole coordinators. */
import { afterEach, expect, it, vi } from 'vitest';
import { contribute } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const ADMIN_KEY = 'an-admin-key-of-this-test-and-no-other';
let edge: Edge;
afterEach(() => edge.close());

async function open(publication: 'reviewed' | 'listed') {
  edge = await openEdge({ publication, adminKey: ADMIN_KEY });
  const ann = await Caller.withAccount(edge.url);
  const admin = new Caller(edge.url);
  admin.key = ADMIN_KEY;
  const { kernel } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const ask = { kernel, title: 'squares', unitItems: 10, inputs: { range: { from: 0, to: 20 } } };
  const decide = (verb: string, reason = '') => admin.post(`/v1/admin/kernels/${kernel}/${verb}`, { reason });
  return { ann, admin, kernel, ask, decide };
}

it('[KS2] where kernels are reviewed, a job waits until its kernel is approved, and a refusal says why', async () => {
  const { ann, admin, kernel, ask, decide } = await open('reviewed');
  const { job } = (await ann.post('/v1/jobs', ask)).body;
  expect((await ann.post(`/v1/jobs/${job}/start`)).body).toMatchObject({
    code: 'KERNEL_UNREVIEWED',
    retry: false,
  });
  expect((await ann.get(`/v1/jobs/${job}`)).body.reason.code).toBe('KERNEL_UNREVIEWED');
  const queue = (await admin.get('/v1/admin/kernels')).body;
  expect(queue).toMatchObject({ publication: 'reviewed', kernels: [{ kernel, jobs: 1, running: 0 }] });
  expect((await ann.get(`/v1/blobs/${queue.kernels[0].source}`)).body.toString()).toBeTruthy();

  await decide('refuse', 'say what it is for');
  const refused = (await ann.post(`/v1/jobs/${job}/start`)).body;
  expect(refused.code).toBe('KERNEL_REFUSED');
  expect(refused.message).toContain('say what it is for');
  expect((await ann.get(`/v1/kernels/${kernel}`)).body).toMatchObject({
    review: 'refused',
    reviewReason: 'say what it is for',
  });

  await decide('approve');
  expect((await admin.get('/v1/admin/kernels')).body.kernels).toEqual([]);
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');
  const worker = await contribute(edge.url);
  await until(async () => (await ann.get(`/v1/jobs/${job}/certificate`)).status === 200);
  worker.close();
});

it('[KS2] where kernels are listed, others are not even quoted', async () => {
  const { ann, ask, kernel, decide } = await open('listed');
  expect((await ann.post('/v1/jobs', ask)).body.code).toBe('KERNEL_UNLISTED');
  expect((await decide('approve')).body.review).toBe('approved');
  const { job } = (await ann.post('/v1/jobs', ask)).body;
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');
  // Taken off the list again, what runs of it waits.
  await decide('refuse', 'superseded');
  expect((await ann.get(`/v1/jobs/${job}`)).body.reason.code).toBe('KERNEL_REFUSED');
  expect((await ann.get(`/v1/kernels/${kernel}`)).status).toBe(200);
});

it('[SE1] what strangers ask of the operator’s routes is refused with a code', async () => {
  const { ann, admin, kernel } = await open('reviewed');
  for (const key of [null, ann.key, `${ADMIN_KEY}x`, 'x'.repeat(300)]) {
    const stranger = new Caller(edge.url);
    stranger.key = key;
    expect((await stranger.get('/v1/admin/kernels')).body.code).toBe('ADMIN_REFUSED');
    const { status } = await stranger.post(`/v1/admin/kernels/${kernel}/approve`, { reason: '' });
    expect(status).toBe(401);
  }
  expect((await admin.post(`/v1/admin/kernels/${'0'.repeat(64)}/stop`, { reason: 'no' })).body.code).toBe(
    'KERNEL_UNKNOWN',
  );
  expect((await admin.post(`/v1/admin/kernels/${kernel}/ban`, { reason: 'no' })).body.code).toBe(
    'REQUEST_INVALID',
  );
});
