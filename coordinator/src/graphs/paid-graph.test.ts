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
import { reconcile } from '../ledger/ledger.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until, withPayments } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);
const key = newPrivateKey();
const researcher = addressOf(key);
const channel = { researcher, signer: researcher, salt: `0x${'5a'.repeat(32)}` };
const id = channelId(researcher, researcher, channel.salt);
const ITEMS = 400;
/** A dear price, so that the credit window is a few units. */
const price = { perCoreHour: '100000000000000' };

let edge: Edge;
let ann: Caller;
let worker: RawSocket | null = null;

beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  ann = await Caller.withAccount(edge.url);
});
afterAll(async () => {
  worker?.close();
  await edge.close();
});

const vouch = (cumulative: bigint) => {
  const signature = signTyped(key, hubDomain(chain.chainId, chain.hub), VOUCHER, { channel: id, cumulative });
  return ann.post('/v1/vouchers', { channel, cumulative: String(cumulative), signature });
};

it('[CH6] budgets of all stages are reserved at the start, and rows go on as vouchers cover them', async () => {
  const { kernel } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const paid = { kernel, price, unitItems: 20, fuelCap: '2000' };
  const stages = {
    squares: { ...paid, source: { range: { from: 0, to: ITEMS } }, budget: '5000000000' },
    again: { ...paid, from: 'squares', columns: { x: 'index' }, budget: '4000000000' },
  };
  const declare = async () => (await ann.post('/v1/graphs', { title: 'paid', stages, channel })).body;
  chain.deposit(researcher, researcher, channel.salt, 8_999_999_999n);
  expect(await declare()).toMatchObject({
    code: 'VOUCHER_UNCOVERED',
    details: { deposit: '8999999999', needed: '9000000000' },
  });
  expect(await edge.app.desk.db.query('select id from graph')).toEqual([]);
  chain.deposit(researcher, researcher, channel.salt, 100n);
  const { graph, budget } = await declare();
  expect(budget).toBe('9000000000');
  const standing = async () => (await ann.get(`/v1/graphs/${graph}`)).body;
  await until(async () => (await standing()).stages[0].state === 'running');
  // A channel serves the account that used it first, whatever of its graph has begun.
  const bob = await Caller.withAccount(edge.url, 'bob');
  chain.deposit(researcher, researcher, channel.salt, 9_000_000_000n);
  expect((await bob.post('/v1/graphs', { title: 'stolen', stages, channel })).body).toMatchObject({
    code: 'CHANNEL_UNKNOWN',
    message: expect.stringMatching(/pays for the jobs of another account/),
  });
  // Nobody else counts on what a stage that is yet to begin may cost.
  const inputs = { range: { from: 0, to: 20 } };
  const other = (
    await ann.post('/v1/jobs', { ...paid, title: 'other', inputs, channel, budget: '9300000000' })
  ).body;
  expect((await ann.post(`/v1/jobs/${other.job}/start`)).body.code).toBe('VOUCHER_UNCOVERED');

  worker = await contribute(edge.url, { payee: addressOf(newPrivateKey()) });
  const waiting = await until(async () => {
    const now = await standing();
    return now.stages[0].state === 'certified' && now.stages[1].reason?.code === 'AWAITS_VOUCHER' && now;
  });
  expect(waiting.stages[1].rows).toBeLessThan(ITEMS);
  const { job } = waiting.stages[0];
  const done = await until(async () => {
    const { owed, vouchered } = (await ann.get(`/v1/jobs/${job}/bill`)).body;
    if (BigInt(owed) > BigInt(vouchered)) await vouch(BigInt(owed));
    const now = await standing();
    return now.state !== 'running' && now;
  }, 120_000);
  expect(done).toMatchObject({ state: 'certified' });
  const { owed } = (await ann.get(`/v1/jobs/${job}/bill`)).body;
  await vouch(BigInt(owed));
  expect(done.spent).toBe(owed);
  const lines = (await ann.get(`/v1/jobs/${done.stages[1].job}/results`)).body.trim().split('\n');
  expect(lines.map((line: string) => BigInt(JSON.parse(line).result))).toEqual(
    Array.from({ length: ITEMS }, (_, x) => squareOf(x)),
  );
  expect(await reconcile(edge.app.desk.db)).toEqual({ unbalanced: [], misspent: [] });
});
