import {
  addressOf,
  channelId,
  hubDomain,
  type JobId,
  newPrivateKey,
  type Payee,
  signTyped,
  VOUCHER,
} from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, squareOf, until, withPayments } from '../testing/edge.ts';
import { Sampler } from './sampler.ts';
import { scattered, surveyFinals } from './survey.ts';

// Compiling and opening a database take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ITEMS = 400;
/** One item in a hundred takes a hundred times as long, and item 250 traps. */
const UNEVEN = `
export function uneven(x: i32): i64 {
  if (x == 250) unreachable();
  let sum: i64 = 0;
  const rounds = x % 100 == 37 ? 5000 : 50;
  for (let i = 0; i <= rounds; i++) sum += i64(i) * i;
  return sum + x;
}`;

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);
const researcherKey = newPrivateKey();
const researcher = addressOf(researcherKey);
const channel = { researcher, signer: researcher, salt: `0x${'5a'.repeat(32)}` };

let edge: Edge;
let ann: Caller;
let worker: RawSocket;
let free: string;
let paid: string;
let inputs: string;

beforeAll(async () => {
  edge = await openEdge({ payments, requestsPerMinute: 100_000 }, chain);
  ann = await Caller.withAccount(edge.url);
  const { kernel, schema } = (await ann.post('/v1/kernels', { source: UNEVEN })).body;
  inputs = await ann.table(
    schema.inputs,
    Array.from({ length: ITEMS }, (_, i) => [i]),
  );
  const asked = { kernel, title: 'uneven', inputs, unitItems: 20, fuelCap: '1000000' };
  free = (await ann.post('/v1/jobs', asked)).body.job;
  chain.deposit(researcher, researcher, channel.salt, 10n ** 15n);
  const price = { perCoreHour: '100000000000000' };
  paid = (await ann.post('/v1/jobs', { ...asked, title: 'paid', price, channel, budget: String(10n ** 15n) }))
    .body.job;
  worker = await contribute(edge.url, { payee: addressOf(newPrivateKey()), seats: 2 });
});
afterAll(async () => {
  worker.close();
  await edge.close();
});

const state = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;
const run = async (job: string) => {
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await state(job)).state === 'certified');
};

it('slices are looked at from the middle outwards, each once', () => {
  expect(scattered([0, 1, 2, 3, 4, 5, 6])).toEqual([3, 1, 5, 0, 2, 4, 6]);
  expect(scattered([])).toEqual([]);
});

it('a job’s own list goes page by page, quotes too, and shows nobody else’s', async () => {
  const first = (await ann.get('/v1/jobs?mine=1&limit=1')).body;
  const second = (await ann.get(`/v1/jobs?mine=1&limit=1&before=${first.next}`)).body;
  expect([first.jobs[0].job, second.jobs[0].job, second.next]).toEqual([paid, free, null]);
  expect(first.jobs[0].state).toBe('quoted');
  const bob = await Caller.withAccount(edge.url, 'bob');
  expect((await bob.get('/v1/jobs?mine=1')).body).toEqual({ jobs: [], next: null });
  expect((await new Caller(edge.url).get('/v1/jobs?mine=1')).body.code).toBe('KEY_REFUSED');
});

it('[LK1] while a job runs only its researcher looks at it, and of a finished volunteer job everybody', async () => {
  const stranger = new Caller(edge.url);
  expect((await stranger.get(`/v1/jobs/${free}/fuel-map`)).body.code).toBe('JOB_NOT_CERTIFIED');
  expect((await stranger.get(`/v1/jobs/${paid}/sample`)).body.code).toBe('RESULTS_PRIVATE');
  expect((await ann.get(`/v1/jobs/${free}/fuel-map`)).body).toMatchObject({
    seen: 0,
    isWhole: true,
    slowest: [],
  });
  await run(free);
  expect((await stranger.get(`/v1/jobs/${free}/fuel-map`)).body.seen).toBe(ITEMS);
});

it('the map of fuel finds the slow items and the one that trapped', async () => {
  const { body } = await ann.get(`/v1/jobs/${free}/fuel-map?buckets=40`);
  expect(body).toMatchObject({ from: 0, to: ITEMS, isWhole: true, seen: ITEMS });
  expect(body.buckets).toHaveLength(40);
  const slow = body.slowest.slice(0, 4);
  expect(slow.map((each: { item: number }) => each.item).sort((a: number, b: number) => a - b)).toEqual([
    37, 137, 237, 337,
  ]);
  expect(body.buckets[3]).toMatchObject({ first: 30, count: 10, seen: 10, slowest: 37 });
  expect(body.buckets[3].most).toBeGreaterThan(50 * body.buckets[3].least);
  const near = (await ann.get(`/v1/jobs/${free}/fuel-map?from=248&to=253`)).body;
  expect(near.buckets).toHaveLength(5);
  expect(near.buckets[2]).toEqual({
    first: 250,
    count: 1,
    seen: 1,
    failed: 1,
    least: null,
    mean: null,
    most: null,
    slowest: null,
  });
  const { fuel } = await state(free);
  const sum = (await ann.get(`/v1/jobs/${free}/fuel-map?buckets=400`)).body.buckets.reduce(
    (all: number, bucket: { mean: number }) => all + bucket.mean,
    0,
  );
  // The one that failed is paid at its cap.
  expect(String(sum + 1_000_000)).toBe(fuel);
});

it('[SE1] a look reads no more than its bounds, and says that it saw a part', async () => {
  const { db } = edge.app.desk;
  const job = (await findJob(db, free as JobId)) as JobRecord;
  const bounds = { slices: 64, bytes: 1, milliseconds: 10_000 };
  const little = await surveyFinals(db, job, { from: 0, to: ITEMS }, bounds);
  expect(little.isWhole).toBe(false);
  expect(little.units).toHaveLength(1);
  const late = await surveyFinals(
    db,
    job,
    { from: 0, to: ITEMS },
    { ...bounds, bytes: 1e6, milliseconds: -1 },
  );
  expect(late).toEqual({ isWhole: false, units: [] });
});

it('a sample has as many rows as asked for, evenly, and says of how many', async () => {
  const response = await fetch(`${edge.url}/v1/jobs/${free}/sample?rows=40`);
  expect([response.headers.get('x-items'), response.headers.get('x-whole')]).toEqual(['400', '1']);
  const rows = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map((row) => row.index)).toEqual(Array.from({ length: 40 }, (_, i) => 10 * i));
  expect(rows[1].status).toBe('ok');
  const all = (await ann.get(`/v1/jobs/${free}/sample?rows=5000&from=390`)).body.trim().split('\n');
  expect(all).toHaveLength(10);
  expect(squareOf(0)).toBe(0n);
});

it.each([
  'fuel-map?buckets=0',
  'fuel-map?buckets=1025',
  'sample?rows=5001',
  'sample?from=-1',
  'sample?colour=red',
])('[SE1] %s is refused', async (path) => {
  expect((await ann.get(`/v1/jobs/${free}/${path}`)).body.code).toBe('REQUEST_INVALID');
});

it('[LK1] of a paid job no more is seen than vouchers and the credit window cover', async () => {
  await run(paid);
  const seen = async () => (await ann.get(`/v1/jobs/${paid}/fuel-map`)).body.seen;
  const shown = async () => {
    const { status, body } = await ann.get(`/v1/jobs/${paid}/results`);
    return status === 402 ? 0 : body.split('\n').length - 1;
  };
  const before = await seen();
  expect(before).toBe(await shown());
  expect(before).toBeLessThan(ITEMS);
  const { owed } = (await ann.get(`/v1/jobs/${paid}/bill`)).body;
  const cumulative = BigInt(owed);
  const named = { channel: channelId(researcher, researcher, channel.salt), cumulative };
  const signature = signTyped(researcherKey, hubDomain(chain.chainId, chain.hub), VOUCHER, named);
  await ann.post('/v1/vouchers', { channel, cumulative: owed, signature });
  expect(await seen()).toBe(ITEMS);
});

it('progress over time begins with the start and ends with the certificate', async () => {
  const sampler = new Sampler(edge.app.desk.db, () => undefined);
  await sampler.look();
  const { points, estimate } = (await new Caller(edge.url).get(`/v1/jobs/${free}/history`)).body;
  expect(estimate).toMatchObject({ items: ITEMS, cost: null });
  const { startedAt, certifiedAt } = await state(free);
  expect(points[0]).toMatchObject({ at: startedAt, final: 0 });
  expect(points.at(-1)).toMatchObject({ at: certifiedAt, final: ITEMS, held: 0 });
});

it('[US1] usage by day, by job and by channel sums up to the ledger', async () => {
  const { body } = await ann.get('/v1/usage?days=7');
  const paidJob = body.jobs.find((each: { job: string }) => each.job === paid);
  const [ledger] = await edge.app.desk.db.query<{ charged: bigint }>(
    `select -sum(amount) as charged from entry where kind = 'charge'`,
  );
  const sum = (lines: { charged: string }[]) => lines.reduce((all, line) => all + BigInt(line.charged), 0n);
  expect(ledger.charged).toBeGreaterThan(0n);
  expect([BigInt(body.total.charged), sum(body.days), sum(body.jobs), sum(body.channels)]).toEqual(
    Array(4).fill(ledger.charged),
  );
  expect(paidJob).toMatchObject({ items: ITEMS, reserved: '0', state: 'certified' });
  expect(body.total).toMatchObject({ jobs: 2, items: 2 * ITEMS, reserved: '0' });
  expect(body.days).toHaveLength(7);
  expect(body.days.reduce((all: number, day: { items: number }) => all + day.items, 0)).toBe(2 * ITEMS);
  const csv = (await ann.get('/v1/usage.csv?days=7')).body.trim().split('\n');
  expect(csv[0]).toBe('day,job,title,items,fuel,charged_ledger_units');
  expect(csv.slice(1).reduce((all: bigint, line: string) => all + BigInt(line.split(',')[5]), 0n)).toBe(
    ledger.charged,
  );
  expect((await (await Caller.withAccount(edge.url, 'bob')).get('/v1/usage')).body.total.jobs).toBe(0);
});

it('stored bytes are listed with their names and the jobs that use them', async () => {
  const bytes = new TextEncoder().encode('a genome');
  const hash = '2ee9b0d0ecbb3b0d3bb1dd54a3a4b2b7a0ba8a31a0b5ec2b5c1b1d1a0c1f6a11';
  const sent = await ann.put(`/v1/blobs/${hash}?name=lambda.fa`, bytes);
  expect(sent.body.code).toBe('BLOB_HASH_MISMATCH');
  const right = sent.body.details.hash;
  await ann.put(`/v1/blobs/${right}?name=lambda.fa`, bytes);
  const { datasets, next } = (await ann.get('/v1/datasets')).body;
  expect(next).toBeNull();
  expect(datasets).toMatchObject([
    { hash: right, name: 'lambda.fa', size: 8, use: 'none', jobs: 0, latest: [] },
    { hash: inputs, use: 'inputs', jobs: 2, latest: [{ job: paid, title: 'paid' }, { job: free }] },
  ]);
  expect((await (await Caller.withAccount(edge.url, 'bob')).get('/v1/datasets')).body.datasets).toEqual([]);
});

it('everybody sees what the network does, checks and pays', async () => {
  await edge.app.payments?.settle();
  const stranger = new Caller(edge.url);
  const { body } = await until(async () => {
    const reply = await stranger.get('/v1/network');
    return reply.body.settlements.length > 0 && reply;
  });
  expect(body).toMatchObject({
    sessions: 1,
    seats: 2,
    jobs: { running: 0, paused: 0, certified: 2, cancelled: 0 },
    verification: { finalItems: 2 * ITEMS, caught: 0, refutedUnits: 0 },
    settlements: [{ epoch: 1, payees: 2, vouchers: 1 }],
  });
  expect(body.verification.refereeAudits).toBeGreaterThan(0);
  expect(body.verification.meanBound).toBeGreaterThan(0);
  expect(body.fuel.day).toHaveLength(96);
  const fuel = body.fuel.day.reduce((all: bigint, each: { fuel: string }) => all + BigInt(each.fuel), 0n);
  expect(String(fuel)).toBe(String(BigInt((await state(free)).fuel) + BigInt((await state(paid)).fuel)));
  expect(body.fuel.perSecond).toBeGreaterThan(0);
});
