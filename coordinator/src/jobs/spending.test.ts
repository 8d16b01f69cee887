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
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until, withPayments } from '../testing/edge.ts';
import { extendJob, jobOf } from './start.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);
const signer = newPrivateKey();
const researcher = addressOf(signer);
const channelOf = (digits: string) => ({ researcher, signer: researcher, salt: `0x${digits.repeat(32)}` });
const DEPOSIT = 10_000_000_000n;

let edge: Edge;
let ann: Caller;
let kernel: string;
let worker: RawSocket | null = null;

beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  ann = await Caller.withAccount(edge.url);
  kernel = (await ann.post('/v1/kernels', { source: SQUARES })).body.kernel;
});
afterAll(async () => {
  worker?.close();
  await edge.close();
});

const idOf = ({ salt }: ReturnType<typeof channelOf>) => channelId(researcher, researcher, salt);

function funded(digits: string) {
  const channel = channelOf(digits);
  chain.deposit(researcher, researcher, channel.salt, DEPOSIT);
  return channel;
}

const limit = async (caller: Caller, body: Record<string, unknown>) =>
  (await caller.post('/v1/limits', { perDay: null, total: null, ...body })).body;

const quote = async (caller: Caller, channel: object, fields: Record<string, unknown> = {}) => {
  const asked = {
    ...{ kernel, title: 'squares', inputs: { range: { from: 0, to: 400 } }, unitItems: 20, fuelCap: '2000' },
    ...{ price: { perCoreHour: '100000000000000' }, budget: '5000000000', channel },
  };
  return (await caller.post('/v1/jobs', { ...asked, ...fields })).body.job as string;
};

async function limitedKey(total: string): Promise<{ caller: Caller; id: string }> {
  const { id, key } = (await ann.post('/v1/keys', { name: 'a pipeline' })).body;
  const caller = new Caller(edge.url);
  caller.key = key;
  await limit(ann, { kind: 'key', subject: id, total });
  return { caller, id };
}

it('[SP2] nothing is started, extended or declared beyond what a key may spend in all', async () => {
  const channel = funded('a1');
  const { caller, id } = await limitedKey('7000000000');
  const [first, second] = [await quote(caller, channel), await quote(caller, channel)];
  expect((await caller.post(`/v1/jobs/${first}/start`)).body.state).toBe('running');
  expect((await caller.post(`/v1/jobs/${second}/start`)).body).toMatchObject({
    code: 'SPENDING_LIMIT',
    details: { key: id, total: '7000000000' },
  });
  const extend = async (budget: string) => (await caller.post(`/v1/jobs/${first}/extend`, { budget })).body;
  expect((await extend('7000000001')).code).toBe('SPENDING_LIMIT');
  expect((await extend('7000000000')).budget).toBe('7000000000');
  const stages = {
    squares: {
      kernel,
      source: { range: { from: 0, to: 40 } },
      price: { perCoreHour: '1000000' },
      budget: '1000',
    },
  };
  expect((await caller.post('/v1/graphs', { title: 'g', stages, channel })).body.code).toBe('SPENDING_LIMIT');
  // The same account spends on under a key that has no limit, and what ended binds nothing any more.
  expect((await ann.post(`/v1/jobs/${first}/cancel`)).body.state).toBe('cancelled');
  expect((await caller.post(`/v1/jobs/${second}/start`)).body.state).toBe('running');
  await ann.post(`/v1/jobs/${second}/cancel`);
});

it('[SP2] a budget that is raised while its job starts is held to the limits of the key that started it', async () => {
  const channel = funded('a5');
  const { caller } = await limitedKey('6000000000');
  const job = await quote(ann, channel);
  const seen = await jobOf(edge.app.desk, job as JobId);
  expect((await caller.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');
  await expect(extendJob(edge.app.desk, seen, 6_000_000_001n)).rejects.toMatchObject({
    code: 'SPENDING_LIMIT',
  });
  await extendJob(edge.app.desk, seen, 6_000_000_000n);
  await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[SP3] a limited key gets around its limit by nothing', async () => {
  const channel = funded('a2');
  const { caller, id } = await limitedKey('1');
  const refused = async (reply: Promise<{ body: { code?: string } }>) =>
    expect((await reply).body.code).toBe('LIMITED_KEY');
  await refused(caller.post('/v1/limits', { kind: 'key', subject: id, perDay: null, total: null }));
  await refused(caller.post('/v1/keys', { name: 'another' }));
  const [other] = (await ann.get('/v1/keys')).body.keys;
  await refused(caller.delete(`/v1/keys/${other.id}`));
  const job = await quote(ann, channel, { open: true });
  await ann.post(`/v1/jobs/${job}/start`);
  await refused(caller.post(`/v1/jobs/${job}/extend`, { budget: '6000000000' }));
  const more = { inputs: { range: { from: 400, to: 500 } } };
  await refused(caller.post(`/v1/jobs/${job}/inputs`, more));
  await refused(caller.post(`/v1/jobs/${job}/call`, { input: { x: 1 } }));
  await refused(caller.post(`/v1/jobs/${job}/resume`));
  expect((await caller.get(`/v1/jobs/${job}/bill`)).status).toBe(200);
  const own = await quote(caller, channel);
  expect((await caller.post(`/v1/jobs/${own}/start`)).body.code).toBe('SPENDING_LIMIT');
  // A renewed key is the same key.
  caller.key = (await caller.post('/v1/accounts/key')).body.key;
  expect((await caller.post(`/v1/jobs/${own}/start`)).body.code).toBe('SPENDING_LIMIT');
  await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[SP2] no voucher is taken beyond what a channel may spend in all', async () => {
  const channel = funded('a3');
  const job = await quote(ann, channel);
  await ann.post(`/v1/jobs/${job}/start`);
  await limit(ann, { kind: 'channel', subject: idOf(channel), total: '600' });
  const vouch = async (cumulative: bigint) => {
    const promise = { channel: idOf(channel), cumulative };
    const signature = signTyped(signer, hubDomain(chain.chainId, chain.hub), VOUCHER, promise);
    return (await ann.post('/v1/vouchers', { channel, cumulative: String(cumulative), signature })).body;
  };
  expect(await vouch(601n)).toMatchObject({ code: 'SPENDING_LIMIT', details: { total: '600' } });
  expect((await vouch(600n)).cumulative).toBe('600');
  // Whoever else names the channel in a limit says nothing about it.
  const bob = await Caller.withAccount(edge.url, 'bob');
  await limit(ann, { kind: 'channel', subject: idOf(channel) });
  await limit(bob, { kind: 'channel', subject: idOf(channel), total: '0' });
  expect((await vouch(601n)).cumulative).toBe('601');
  await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[SP1] a job that meets the day’s limit waits, says why, and goes on when it is raised', async () => {
  const channel = funded('a4');
  const job = await quote(ann, channel);
  const { body: bill } = await ann.get(`/v1/jobs/${job}/bill`);
  expect(bill.channel).toBe(idOf(channel));
  const day = (perDay: string) => limit(ann, { kind: 'channel', subject: idOf(channel), perDay });
  await day('1');
  const refused = (await ann.post(`/v1/jobs/${job}/start`)).body;
  expect(refused).toMatchObject({
    code: 'SPENDING_LIMIT',
    message: expect.stringMatching(/on a day, and one unit of this job may take/),
  });
  // As much as one unit may take, which all units together cost several times.
  const unit = BigInt(/may take (\d+)/.exec(refused.message)?.[1] ?? 0) + 1n;
  await day(String(unit));
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('running');
  worker = await contribute(edge.url, { payee: addressOf(newPrivateKey()) });
  const waiting = await until(async () => {
    const { body } = await ann.get(`/v1/jobs/${job}`);
    return body.reason?.code === 'DAY_LIMIT' && body;
  });
  expect(waiting).toMatchObject({
    state: 'running',
    reason: { sentence: expect.stringMatching(/midnight/) },
  });
  expect(waiting.final).toBeLessThan(400);
  const [listed] = (await ann.get('/v1/limits')).body.limits.filter(
    ({ subject }: { subject: string }) => subject === idOf(channel),
  );
  expect(BigInt(listed.spent) + BigInt(listed.reserved)).toBeLessThanOrEqual(unit);
  await day('5000000000');
  await until(async () => (await ann.get(`/v1/jobs/${job}`)).body.state === 'certified');
});

it('limits name what there is, and are so many at most', async () => {
  const { kind } = { kind: 'key' };
  expect((await limit(ann, { kind, subject: '0'.repeat(16), total: '1' })).code).toBe('KEY_UNKNOWN');
  expect((await limit(ann, { kind, subject: `0x${'0'.repeat(64)}`, total: '1' })).code).toBe(
    'REQUEST_INVALID',
  );
  expect((await limit(ann, { kind: 'channel', subject: '0'.repeat(16), total: '1' })).code).toBe(
    'REQUEST_INVALID',
  );
  const bob = await Caller.withAccount(edge.url, 'bob');
  const { id } = (await bob.get('/v1/keys')).body.keys[0];
  expect((await limit(ann, { kind, subject: id, total: '1' })).code).toBe('KEY_UNKNOWN');
  // Nobody limits the key that asks: an account whose keys are all limited would be so for good.
  expect((await limit(bob, { kind, subject: id, total: '1' })).code).toBe('KEY_IN_USE');
  await edge.app.desk.db.query(
    `insert into spending_limit (account, kind, subject, total)
     select account, 'channel', 'x' || n, 1 from account_key, generate_series(1, 200) n where id = $1`,
    [id],
  );
  const full = await limit(bob, { kind: 'channel', subject: `0x${'0'.repeat(64)}`, total: '1' });
  expect(full).toMatchObject({ code: 'LIMITS_FULL', details: { limit: 200 } });
});
