/** A streaming job whose researcher signs nothing, or signs on: what is computed for it. */
import {
  addressOf,
  channelId,
  hubDomain,
  newPrivateKey,
  type Payee,
  signTyped,
  VOUCHER,
} from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until, withPayments } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000, 3);
const signer = newPrivateKey();
const researcher = addressOf(signer);
const channel = { researcher, signer: researcher, salt: `0x${'a7'.repeat(32)}` };
const ITEMS = 400;
const BUDGET = 100_000_000_000n;

let edge: Edge;
let ann: Caller;
let kernel: string;
let worker: RawSocket;

beforeAll(async () => {
  edge = await openEdge({ payments, requestsPerMinute: 1_000_000 }, chain);
  ann = await Caller.withAccount(edge.url);
  kernel = (await ann.post('/v1/kernels', { source: SQUARES })).body.kernel;
  chain.deposit(researcher, researcher, channel.salt, BUDGET);
  worker = await contribute(edge.url, { payee: addressOf(newPrivateKey()), seats: 2 });
});
afterAll(async () => {
  worker.close();
  await edge.close();
});

const vouch = async (cumulative: bigint) => {
  const promise = { channel: channelId(researcher, researcher, channel.salt), cumulative };
  const signature = signTyped(signer, hubDomain(chain.chainId, chain.hub), VOUCHER, promise);
  return (await ann.post('/v1/vouchers', { channel, cumulative: String(cumulative), signature })).body;
};

it('[VO4] without a voucher a job waits and says so, and goes on by itself with each that comes, to its end', async () => {
  const asked = { kernel, title: 'squares', inputs: { range: { from: 0, to: ITEMS } }, unitItems: 10 };
  const price = { perCoreHour: '100000000000000' };
  const { job, estimate } = (
    await ann.post('/v1/jobs', { ...asked, fuelCap: '2000', price, budget: String(BUDGET), channel })
  ).body;
  const work = BigInt(estimate.workWindow);
  expect(work).toBe(3n * BigInt(estimate.creditWindow));
  await ann.post(`/v1/jobs/${job}/start`);
  const standing = async () => (await ann.get(`/v1/jobs/${job}`)).body;
  // The first items tell what others cost, and then more of them fit: it waits once nothing has moved for some time.
  const waiting = (above: number) =>
    until(async () => {
      const before = await standing();
      if (before.reason?.code !== 'VOUCHER_DUE' || before.held > 0 || before.final <= above) return false;
      await new Promise((done) => setTimeout(done, 3_000));
      const now = await standing();
      return now.reason?.code === 'VOUCHER_DUE' && now.final === before.final && now;
    });
  const first = await waiting(0);
  expect(first).toMatchObject({ state: 'running', inFlight: 0, vouchered: '0' });
  expect(first.final).toBeLessThan(ITEMS / 4);
  expect(BigInt(first.spent)).toBeLessThanOrEqual(2n * work);
  // There is always something to sign for: what is charged, and results of it.
  const shown = await ann.get(`/v1/jobs/${job}/results`);
  expect(shown.body.trim().split('\n').length).toBeGreaterThan(0);
  expect(shown.status).toBe(200);
  await vouch(BigInt(first.spent));
  const second = await waiting(first.final);
  expect(BigInt(second.spent)).toBeLessThanOrEqual(2n * (BigInt(first.spent) + work));
  const end = await until(async () => {
    const now = await standing();
    if (BigInt(now.spent) > BigInt(now.vouchered)) await vouch(BigInt(now.spent));
    return now.state === 'certified' && now;
  });
  expect(end.final).toBe(ITEMS);
  expect(end.reason).toBeNull();
});
