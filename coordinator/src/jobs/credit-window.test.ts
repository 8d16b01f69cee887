/** A researcher who signs nothing, or nothing more: what it sees for that, by every door and whatever it does. */
import {
  addressOf,
  channelId,
  hubDomain,
  ItemSpans,
  type JobId,
  newPrivateKey,
  type Payee,
  ResultFrames,
  signTyped,
  VOUCHER,
} from '@manyhands/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { listSlices } from '../db/jobs/list-slices.ts';
import { readLog } from '../db/journal/read-segments.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until, withPayments } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);
const signer = newPrivateKey();
const researcher = addressOf(signer);
const price = { perCoreHour: '100000000000000' };
const BUDGET = 2_000_000_000n;
const ITEMS = 120;

let edge: Edge;
let ann: Caller;
let kernel: string;
let worker: RawSocket | null = null;

beforeAll(async () => {
  // Everything is looked at over and over.
  edge = await openEdge({ payments, requestsPerMinute: 1_000_000 }, chain);
  ann = await Caller.withAccount(edge.url);
  kernel = (await ann.post('/v1/kernels', { source: SQUARES })).body.kernel;
});
// A fresh one for each test: this smallest of contributors does not give back what was called back, and its seat stays taken.
beforeEach(async () => {
  worker = await contribute(edge.url, { payee: addressOf(newPrivateKey()), seats: 2 });
});
afterEach(() => worker?.close());
afterAll(() => edge.close());

function channelWith(digits: string, deposit: bigint) {
  const channel = { researcher, signer: researcher, salt: `0x${digits.repeat(32)}` };
  chain.deposit(researcher, researcher, channel.salt, deposit);
  return { channel, id: channelId(researcher, researcher, channel.salt) };
}
type Channel = ReturnType<typeof channelWith>;

const vouch = async ({ channel, id }: Channel, cumulative: bigint) => {
  const promise = { channel: id, cumulative };
  const signature = signTyped(signer, hubDomain(chain.chainId, chain.hub), VOUCHER, promise);
  return (await ann.post('/v1/vouchers', { channel, cumulative: String(cumulative), signature })).body;
};

const terms = { unitItems: 10, fuelCap: '2000' };
const quote = async ({ channel }: Channel, fields: Record<string, unknown> = {}) => {
  const asked = { kernel, title: 'squares', inputs: { range: { from: 0, to: ITEMS } }, ...terms };
  return (await ann.post('/v1/jobs', { ...asked, price, budget: String(BUDGET), channel, ...fields })).body;
};
async function started(channel: Channel, fields: Record<string, unknown> = {}): Promise<string> {
  const { job } = await quote(channel, fields);
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');
  return job;
}

const standing = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;
const bill = async (job: string) => (await ann.get(`/v1/jobs/${job}/bill`)).body;

/** Items of a job that were seen, through any door. */
class Seen {
  readonly items = new Map<string, Set<number>>();

  add(job: string, item: number): void {
    const seen = this.items.get(job) ?? new Set();
    this.items.set(job, seen.add(item));
  }

  /** Everything that this job's doors give now: in order from anywhere, as they come, provisional, by unit, as a sample. */
  async look(job: string): Promise<void> {
    for (let from = 0; from < ITEMS; from += 10) {
      const rows = await ann.get(`/v1/jobs/${job}/results?from=${from}`);
      if (rows.status === 200)
        for (const line of rows.body.trim().split('\n'))
          if (line !== '') this.add(job, JSON.parse(line).index);
      const unit = await ann.get(`/v1/jobs/${job}/units/${from}`);
      if (unit.status === 200) for (let i = 0; i < unit.body.count; i++) this.add(job, unit.body.first + i);
    }
    for (const standing of ['final', 'provisional']) await this.#arrivals(job, standing);
  }

  async #arrivals(job: string, standing: string): Promise<void> {
    const response = await fetch(`${edge.url}/v1/jobs/${job}/results`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ann.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ standing, have: new ItemSpans().toString(), follow: false }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status !== 200) return;
    for (const { first, block } of new ResultFrames().push(bytes))
      for (let i = 0; i < block.count; i++) this.add(job, first + i);
  }

  /** Ledger units that were charged for units of which anything was seen. */
  async worth(): Promise<bigint> {
    let sum = 0n;
    const sql = edge.app.desk.db;
    for (const [job, items] of this.items)
      for (const slice of await listSlices(sql, job as JobId, { named: [], from: 0, limit: 1_000 }))
        for (const { first, count, charged } of (await readLog(sql, slice)).units())
          if ([...items].some((item) => item >= first && item < first + count)) sum += charged;
    return sum;
  }
}

const ended = (job: string) =>
  until(async () => ['certified', 'cancelled'].includes((await standing(job)).state) && standing(job));

it('[RS4] of many jobs and a graph on one channel, nothing is seen beyond the window, whatever their researcher does', async () => {
  const paid = channelWith('b1', 4n * BUDGET);
  const jobs = await Promise.all([0, 1, 2].map(() => started(paid)));
  const source = { range: { from: 0, to: ITEMS } };
  const stage = { kernel, price, ...terms };
  const stages = {
    one: { ...stage, source, budget: String(BUDGET / 2n) },
    two: { ...stage, from: 'one', columns: { x: 'index' }, budget: String(BUDGET / 2n) },
  };
  const declared = (await ann.post('/v1/graphs', { title: 'g', stages, channel: paid.channel })).body;
  const graphJobs = () => ann.get(`/v1/graphs/${declared.graph}`);
  const seen = new Seen();
  // While everything runs.
  await until(async () => {
    for (const job of jobs) await seen.look(job);
    const [first] = (await graphJobs()).body.stages;
    if (first.job) await seen.look(first.job);
    return (await Promise.all(jobs.map(standing))).every(({ final }) => final > 0);
  });
  await ann.post(`/v1/jobs/${jobs[0]}/cancel`);
  await ann.post(`/v1/graphs/${declared.graph}/cancel`);
  for (const job of jobs) await ended(job);
  for (const job of jobs) await seen.look(job);
  const { creditWindow, vouchered, owed } = await bill(jobs[0]);
  expect(vouchered).toBe('0');
  expect(BigInt(owed)).toBeGreaterThan(BigInt(creditWindow));
  expect(await seen.worth()).toBeLessThanOrEqual(BigInt(creditWindow) * 1_000_000n);

  // Who leaves has no credit at all: what was not seen by now is not seen any more.
  const before = new Map([...seen.items].map(([job, items]) => [job, items.size]));
  chain.requestExit(paid.id);
  await edge.app.desk.db.query('insert into channel_exit values ($1) on conflict do nothing', [paid.id]);
  for (const job of jobs) {
    await seen.look(job);
    expect((await ann.get(`/v1/jobs/${job}/results`)).body.code).toBe('RESULTS_UNPAID');
  }
  expect(new Map([...seen.items].map(([job, items]) => [job, items.size]))).toEqual(before);
  expect((await vouch(paid, BigInt(owed))).code).toBe('VOUCHER_UNCOVERED');
});

it('[RS4] over many channels no more than a twentieth of what each has deposited', async () => {
  const channels = ['c1', 'c2', 'c3', 'c4'].map((digits) => channelWith(digits, BUDGET));
  const jobs = await Promise.all(channels.map((channel) => started(channel)));
  const seen = new Seen();
  for (const job of jobs) await ended(job);
  for (const job of jobs) await seen.look(job);
  expect(await seen.worth()).toBeLessThanOrEqual((4n * BUDGET * 1_000_000n) / 20n);
});

it('[RS5] what was called for or shown on hold is charged, also of a job that is cancelled at once', async () => {
  const paid = channelWith('d1', BUDGET);
  const job = await started(paid, { open: true, inputs: { range: { from: 0, to: 10 } } });
  await until(async () => (await standing(job)).final + (await standing(job)).held >= 10);
  const call = async () => (await ann.post(`/v1/jobs/${job}/call`, { input: { x: 7 } })).body;
  const [first] = await Promise.all(Array.from({ length: 8 }, call));
  expect(first).toMatchObject({ code: 'RESULTS_UNPAID', message: expect.stringMatching(/pay ahead/) });
  await vouch(paid, BUDGET);
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await call());
  for (const { provisional, row } of answers) expect([provisional, row.status]).toEqual([true, 'ok']);
  const cancelled = (await ann.post(`/v1/jobs/${job}/cancel`)).body;
  if (cancelled.state !== 'cancelled')
    expect(cancelled).toMatchObject({ state: 'paused', reason: { code: 'JOB_ENDING' } });
  expect((await ann.post(`/v1/jobs/${job}/resume`)).body.code).toBe('JOB_STATE');
  const end = await ended(job);
  expect(end).toMatchObject({ state: 'cancelled', held: 0 });
  // All fifteen: those called for were on hold, and none was lost.
  expect(end.final).toBe(15);
  expect(BigInt(end.spent)).toBeGreaterThan(0n);
});

it('[VO3] of a channel on its way out nothing is begun that its vouchers do not cover', async () => {
  const paid = channelWith('e1', BUDGET);
  const job = await started(paid, { inputs: { range: { from: 0, to: 1_000_000 } } });
  await until(async () => (await standing(job)).final > 0);
  chain.requestExit(paid.id);
  const halted = await until(async () => {
    const now = await standing(job);
    return now.reason?.code === 'CHANNEL_EXITING' && now.inFlight === 0 && now;
  });
  const { owed, vouchered } = await bill(job);
  expect(vouchered).toBe('0');
  expect(halted.final).toBeLessThan(1_000_000);
  expect(BigInt(owed)).toBeLessThan(BUDGET);
  chain.cancelExit(paid.id);
  await until(async () => (await standing(job)).final > halted.final);
  await ann.post(`/v1/jobs/${job}/cancel`);
});
