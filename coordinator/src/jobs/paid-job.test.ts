import {
  addressOf,
  channelId,
  checkCertificate,
  drawIsRight,
  encodeRow,
  hubDomain,
  ITEM_STATUS,
  MerkleAccumulator,
  newPrivateKey,
  type Payee,
  resultLeaf,
  signTyped,
  toHex,
  VOUCHER,
} from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { reconcile } from '../ledger/ledger.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until, withPayments } from '../testing/edge.ts';

const operator = addressOf(newPrivateKey()) as Payee;
const chain = new MemoryChain(operator);
const FEE_PPM = 50_000;
const payments = withPayments(FEE_PPM);

const researcherKey = newPrivateKey();
const researcher = addressOf(researcherKey);
const channel = { researcher, signer: researcher, salt: `0x${'5a'.repeat(32)}` };
const id = channelId(researcher, researcher, channel.salt);
const ITEMS = 400;
/** A dear price, so that each tiny unit is worth many token units. */
const PRICE = { perCoreHour: '100000000000000' };

// Compiling and opening a database take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let asked: Record<string, unknown>;
const workers: RawSocket[] = [];

beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  ann = await Caller.withAccount(edge.url);
  const { kernel, schema } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const inputs = await ann.table(
    schema.inputs,
    Array.from({ length: ITEMS }, (_, i) => [i]),
  );
  asked = { kernel, title: 'squares', inputs, price: PRICE, channel, unitItems: 20, fuelCap: '2000' };
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await edge.close();
});

const vouch = (cumulative: bigint, privateKey = researcherKey) =>
  ann.post('/v1/vouchers', {
    channel,
    cumulative: String(cumulative),
    signature: signTyped(privateKey, hubDomain(chain.chainId, chain.hub), VOUCHER, {
      channel: id,
      cumulative,
    }),
  });

const quote = async (budget: string) => (await ann.post('/v1/jobs', { ...asked, budget })).body;

it('[LG2] a job does not start on a budget that covers no unit, nor on a channel that does not hold its budget', async () => {
  const poor = await quote('1');
  expect((await ann.post(`/v1/jobs/${poor.job}/start`)).body).toMatchObject({
    code: 'BUDGET_FULL',
    details: { budget: '1' },
  });
  const { job } = await quote('1000000000');
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.code).toBe('CHANNEL_UNKNOWN');
  chain.deposit(researcher, researcher, channel.salt, 999_999_999n);
  expect((await ann.post(`/v1/jobs/${job}/start`)).body).toMatchObject({
    code: 'VOUCHER_UNCOVERED',
    details: { deposit: '999999999', needed: '1000000000' },
  });
  expect((await ann.get(`/v1/jobs/${job}`)).body.state).toBe('quoted');
});

it('[LG2] two jobs that start at once cannot both count on one deposit', async () => {
  chain.deposit(researcher, researcher, channel.salt, 1n);
  const quotes = await Promise.all([quote('600000000'), quote('600000000')]);
  const starts = await Promise.all(quotes.map(({ job }) => ann.post(`/v1/jobs/${job}/start`)));
  expect(starts.map((start) => start.body.code ?? start.body.state).sort()).toEqual([
    'VOUCHER_UNCOVERED',
    'running',
  ]);
  for (const { job } of quotes) await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[LG2] a budget is raised as far as the channel’s deposit covers it, and never lowered', async () => {
  const { job } = await quote('400000000');
  const extend = async (budget: string) => (await ann.post(`/v1/jobs/${job}/extend`, { budget })).body;
  expect(await extend('450000000')).toMatchObject({ state: 'quoted', budget: '450000000' });
  await ann.post(`/v1/jobs/${job}/start`);
  const other = (await quote('300000000')).job;
  await ann.post(`/v1/jobs/${other}/start`);
  // The deposit is 1,000,000,000.
  expect(await extend('700000001')).toMatchObject({
    code: 'VOUCHER_UNCOVERED',
    details: { deposit: '1000000000', needed: '1000000001' },
  });
  const raised = await Promise.all(['700000000', '700000000'].map(extend));
  expect(raised.map(({ budget }) => budget)).toEqual(['700000000', '700000000']);
  expect((await extend('699999999')).code).toBe('REQUEST_INVALID');
  for (const id of [job, other]) await ann.post(`/v1/jobs/${id}/cancel`);
  expect((await extend('700000000')).code).toBe('JOB_STATE');
});

it('a channel serves the account that used it first', async () => {
  const { job } = await quote('500000000');
  await ann.post(`/v1/jobs/${job}/start`);
  await ann.post(`/v1/jobs/${job}/cancel`);
  const bob = await Caller.withAccount(edge.url, 'bob');
  const stolen = (await bob.post('/v1/jobs', { ...asked, budget: '500000000' })).body;
  expect((await bob.post(`/v1/jobs/${stolen.job}/start`)).body.code).toBe('CHANNEL_UNKNOWN');
});

it('[SM4] a quote that names somebody else’s channel is told nothing of it', async () => {
  const sql = edge.app.desk.db;
  const ours = (await quote('500000000')).job;
  const bob = await Caller.withAccount(edge.url, 'bob');
  const { job } = (await bob.post('/v1/jobs', { ...asked, budget: '500000000' })).body;
  await sql.query(
    `insert into slice (job, first, count, state, rate, spent) select id, 0, 20, 'settled', 1, 7000000 from job where id = $1`,
    [ours],
  );
  expect((await vouch(3n)).status).toBe(200);
  // As the account that the channel serves is told, before the start as well.
  expect((await ann.get(`/v1/jobs/${ours}/bill`)).body).toMatchObject({
    channel: id,
    owed: '7',
    vouchered: '3',
  });
  expect((await bob.get(`/v1/jobs/${job}/bill`)).body).toMatchObject({
    channel: id,
    owed: '0',
    vouchered: '0',
  });
  expect((await bob.get(`/v1/jobs/${job}`)).body.vouchered).toBe('0');
  for (const [what, body] of [['start'], ['extend', { budget: '900000000' }]] as const) {
    const refused = (await bob.post(`/v1/jobs/${job}/${what}`, body)).body;
    expect(refused.code).toBe('CHANNEL_UNKNOWN');
    expect(refused.details).toBeUndefined();
  }
  await sql.query('delete from slice where job = $1', [ours]);
  await sql.query('delete from voucher where channel = $1', [id]);
});

it('a paid job from its quote to everybody’s tokens', async () => {
  const { job, estimate, drawCommitment } = await quote('900000000');
  expect(BigInt(estimate.cost)).toBeGreaterThan(0n);
  await ann.post(`/v1/jobs/${job}/start`);
  const payees = [1, 2].map(() => addressOf(newPrivateKey()));
  for (const payee of payees) workers.push(await contribute(edge.url, { payee }));
  const finished = await until(async () => {
    const { body } = await ann.get(`/v1/jobs/${job}`);
    return body.state === 'certified' && body;
  });
  expect(finished).toMatchObject({ final: ITEMS, held: 0, refuted: 0, vouchered: '0' });

  // Nothing is shown beyond the credit window before a voucher covers it.
  const bill = (await ann.get(`/v1/jobs/${job}/bill`)).body;
  expect(bill).toMatchObject({ channel: id, vouchered: '0', owed: finished.spent });
  const owed = BigInt(bill.owed);
  const rowsShown = async () => {
    const { status, body } = await ann.get(`/v1/jobs/${job}/results`);
    return status === 402 ? 0 : body.split('\n').length - 1;
  };
  const before = await rowsShown();
  expect(before).toBeLessThan(100);
  expect((await ann.get(`/v1/jobs/${job}/results?from=380`)).body).toMatchObject({ code: 'RESULTS_UNPAID' });
  // Nor by making it public: a stranger sees what its researcher published, and could have seen.
  const stranger = new Caller(edge.url);
  const unit = async (item: number) => (await stranger.get(`/v1/jobs/${job}/units/${item}`)).body;
  expect(await unit(0)).toMatchObject({ code: 'RESULTS_PRIVATE' });
  expect((await stranger.post(`/v1/jobs/${job}/publish`)).body.code).toBe('KEY_REFUSED');
  expect((await ann.post(`/v1/jobs/${job}/publish`)).status).toBe(200);
  expect(await unit(380)).toMatchObject({ code: 'RESULTS_UNPAID' });
  expect((await vouch(owed, newPrivateKey())).body.code).toBe('VOUCHER_FORGED');
  expect(await rowsShown()).toBe(before);

  // A stream that follows goes on as vouchers come.
  const followed = ann.get(`/v1/jobs/${job}/results?format=csv&follow=1`);
  expect((await vouch(owed / 2n)).status).toBe(200);
  const half = await rowsShown();
  expect(half).toBeGreaterThan(before);
  expect(half).toBeLessThan(ITEMS);
  expect((await vouch(owed / 2n)).body.code).toBe('VOUCHER_STALE');
  expect((await vouch(owed)).body).toEqual({ channel: id, cumulative: String(owed) });
  expect(await unit(380)).toMatchObject({ count: expect.any(Number) });
  const lines: string[] = (await followed).body.trim().split('\n');
  expect(lines).toHaveLength(ITEMS + 1);

  // The certificate binds these rows, and its draws can be recomputed.
  const certificate = (await ann.get(`/v1/jobs/${job}/certificate`)).body;
  checkCertificate(certificate);
  expect(certificate).toMatchObject({ items: ITEMS, drawCommitment, signer: edge.app.desk.signer.address });
  const tree = new MerkleAccumulator();
  for (const line of lines.slice(1)) {
    const [index, status, fuel, result] = line.split(',');
    expect([status, BigInt(result)]).toEqual(['ok', squareOf(Number(index))]);
    const output = encodeRow(certificate.outputs, [BigInt(result)]);
    tree.append(resultLeaf(Number(index), { status: ITEM_STATUS.ok, fuel: BigInt(fuel), output }));
  }
  expect(toHex(tree.root())).toBe(certificate.resultRoot);
  const audits = (await ann.get(`/v1/jobs/${job}/audits`)).body
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line));
  expect(audits).toHaveLength(certificate.units);
  for (const record of audits)
    expect(drawIsRight(record, certificate.drawSecret, certificate.policy.finalPpm)).toBe(true);

  // One epoch pays everybody, and the sums agree to the last unit.
  expect(await reconcile(edge.app.desk.db)).toEqual({ unbalanced: [], misspent: [] });
  const settlement = await edge.app.payments?.settle();
  expect(settlement?.vouchers).toBe(1);
  const balances = await Promise.all([...payees, operator].map((account) => chain.balanceOf(account)));
  const total = balances.reduce((sum, balance) => sum + balance, 0n);
  expect(total).toBe(settlement?.total);
  // Roundings: less than a unit for each payee, the operator and the channel [ST7].
  expect(owed - total).toBeLessThan(BigInt(payees.length + 2));
  for (const [i, payee] of payees.entries()) {
    const standing = (await ann.get(`/v1/payees/${payee}`)).body;
    expect(standing).toMatchObject({ rooted: String(balances[i]), claimed: String(balances[i]), held: '0' });
    expect((await ann.get(`/v1/payees/${payee}/proof`)).body).toMatchObject({ account: payee, epoch: 1 });
  }
  expect((await ann.get('/v1/payments')).body.settled).toMatchObject({ epoch: 1, total: String(total) });
});

it('[VF3] what is certified cannot be cancelled, started or changed', async () => {
  const { jobs } = (await ann.get('/v1/jobs')).body;
  const { job } = jobs.find((each: { state: string }) => each.state === 'certified');
  const certificate = (await ann.get(`/v1/jobs/${job}/certificate`)).body;
  expect((await ann.post(`/v1/jobs/${job}/cancel`)).body.code).toBe('JOB_STATE');
  expect((await ann.post(`/v1/jobs/${job}/start`)).body.state).toBe('certified');
  expect((await ann.get(`/v1/jobs/${job}/certificate`)).body).toEqual(certificate);
});
