import {
  addressOf,
  canonicalJson,
  channelId,
  checkCertificate,
  encodeRow,
  hubDomain,
  ITEM_STATUS,
  type Keep,
  MerkleAccumulator,
  newPrivateKey,
  type Payee,
  resultLeaf,
  signTyped,
  toHex,
  utf8,
  VOUCHER,
} from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, until, withPayments } from '../testing/edge.ts';

/** Whole numbers, floats of many sizes, and now and then a trap. */
const SOURCE = `
export class Result { whole: i64; share: f64; }
export function scored(x: i32): Result {
  if (x % 97 == 96) unreachable();
  const result = new Result();
  result.whole = i64(x) * i64(x) - 1000;
  result.share = x % 50 == 0 ? NaN : 1.0 / f64(x) * (x % 2 == 0 ? 1e20 : 1);
  return result;
}`;
const ITEMS = 600;
const fails = (x: number): boolean => x % 97 === 96;
const wholeOf = (x: number): bigint => BigInt(x) * BigInt(x) - 1000n;
const shareOf = (x: number): number => (x % 50 === 0 ? Number.NaN : (1 / x) * (x % 2 === 0 ? 1e20 : 1));
const ALL = Array.from({ length: ITEMS }, (_, x) => x).filter((x) => !fails(x));

const researcherKey = newPrivateKey();
const researcher = addressOf(researcherKey);
const channel = { researcher, signer: researcher, salt: `0x${'5b'.repeat(32)}` };
const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(0);

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let asked: Record<string, unknown>;
const workers: RawSocket[] = [];

beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  ann = await Caller.withAccount(edge.url);
  const { kernel } = (await ann.post('/v1/kernels', { source: SOURCE })).body;
  asked = { kernel, title: 'scored', inputs: { range: { from: 0, to: ITEMS } }, unitItems: 20 };
  for (let i = 0; i < 3; i++) workers.push(await contribute(edge.url, { seats: 2 }));
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await edge.close();
});

const quote = (keep: Keep, more: object = {}) => ann.post('/v1/jobs', { ...asked, keep, ...more });

/** Runs a job to its certificate. */
async function certified(keep: Keep, more: object = {}) {
  const { status, body } = await quote(keep, more);
  expect(status, JSON.stringify(body)).toBe(200);
  await ann.post(`/v1/jobs/${body.job}/start`);
  const progress = await until(async () => {
    const now = (await ann.get(`/v1/jobs/${body.job}`)).body;
    return now.state === 'certified' && now;
  });
  expect(progress).toMatchObject({ final: ITEMS, folded: ITEMS, keep });
  const certificate = (await ann.get(`/v1/jobs/${body.job}/certificate`)).body;
  checkCertificate(certificate);
  expect(certificate).toMatchObject({ items: ITEMS, keep });
  return { job: body.job as string, certificate };
}

const linesOf = async (job: string, query = ''): Promise<string[]> =>
  (await ann.get(`/v1/jobs/${job}/results${query}`)).body.trim().split('\n');

const rootOf = (leaves: readonly Uint8Array[]): string => {
  const tree = new MerkleAccumulator();
  for (const leaf of leaves) tree.append(leaf);
  return toHex(tree.root());
};

it('[FO2] reduces a job to the exact sums of its rows, certifies them, and drops the rows', async () => {
  const keep = { reduce: 'count,sum(whole),sum(share),min(whole),max(share),mean(whole),hist(whole,10)' };
  const { job, certificate } = await certified(keep);
  const rows = (await linesOf(job)).map((line) => JSON.parse(line));
  const valueIn = (name: string): string => rows.find((row) => row.fold === name)?.value;
  const wholes = ALL.map(wholeOf);
  const shares = ALL.map(shareOf).filter((share) => !Number.isNaN(share));
  const sum = wholes.reduce((a, b) => a + b, 0n);
  expect(valueIn('items')).toBe(String(ITEMS));
  expect(valueIn('rows')).toBe(String(ALL.length));
  expect(valueIn('failed')).toBe(String(ITEMS - ALL.length));
  expect(valueIn('missing(share)')).toBe(String(ALL.length - shares.length));
  expect(valueIn('sum(whole)')).toBe(String(sum));
  expect(Number(valueIn('mean(whole)'))).toBeCloseTo(Number(sum) / ALL.length, 8);
  expect(valueIn('min(whole)')).toBe('-1000');
  expect(Number(valueIn('max(share)'))).toBe(Math.max(...shares));
  // Small ones beside 1e20: any order of plain additions loses some of them.
  const large = shares.filter((share) => share > 2).reduce((a, b) => a + b, 0);
  expect(Math.abs(Number(valueIn('sum(share)')) - large) / large).toBeLessThan(1e-14);
  const bins = rows.filter((row) => row.fold === 'hist(whole,10)');
  expect(bins.length).toBeLessThanOrEqual(10);
  for (const { low, high, value } of bins)
    expect(Number(value)).toBe(wholes.filter((whole) => whole >= BigInt(low) && whole < BigInt(high)).length);
  expect(certificate.kept).toBe(rows.length);
  expect(rootOf(rows.map((row) => utf8(canonicalJson(row))))).toBe(certificate.resultRoot);
  expect((await linesOf(job, '?format=csv'))[0]).toBe('fold,low,high,value');

  const { db } = edge.app.desk;
  const [{ bytes }] = await db.query<{ bytes: bigint }>(
    `select coalesce(sum(length(answers)), 0) as bytes from segment join slice on slice.id = slice where job = $1`,
    [job],
  );
  expect(Number(bytes)).toBeLessThan(ITEMS * 8);
  expect((await db.query('select device from fold_part where job = $1', [job])).length).toBe(1);
  // Some failed items of each unit stay, so that somebody can see why they failed.
  const failures = (await ann.get(`/v1/jobs/${job}/failures`)).body;
  expect(failures.items.map(({ item }: { item: number }) => item)).toEqual(
    Array.from({ length: ITEMS }, (_, x) => x).filter(fails),
  );
  expect((await ann.get(`/v1/jobs/${job}/failures/96`)).body).toMatchObject({ item: 96, status: 'trap' });
  const codes = [];
  for (const x of ALL.slice(100, 120)) codes.push((await ann.get(`/v1/jobs/${job}/items/${x}`)).body.code);
  expect(codes).toContain('RESULTS_FOLDED');
  const audits = (await ann.get(`/v1/jobs/${job}/audits`)).body.trim().split('\n');
  expect(audits).toHaveLength(certificate.units);
});

const cells = (line: string) => {
  const [index, status, fuel, whole, share] = line.split(',');
  return { index: Number(index), status, fuel: BigInt(fuel), whole: BigInt(whole), share: Number(share) };
};

it('keeps the first rows by a column, and those that fit a condition in their order', async () => {
  const top = await certified({ top: '5:share', where: 'whole > 0' });
  const best = (await linesOf(top.job, '?format=csv')).slice(1).map(cells);
  const ranked = ALL.filter((x) => wholeOf(x) > 0n && !Number.isNaN(shareOf(x))).sort(
    (a, b) => shareOf(b) - shareOf(a) || a - b,
  );
  expect(best.map(({ index }) => index)).toEqual(ranked.slice(0, 5));

  const fit = await certified({ where: 'whole >= 160000 and not share > 1e17' });
  const lines = (await linesOf(fit.job, '?format=csv')).slice(1).map(cells);
  const wanted = ALL.filter((x) => wholeOf(x) >= 160000n && !(shareOf(x) > 1e17));
  expect(lines.map(({ index }) => index)).toEqual(wanted);
  expect((await linesOf(fit.job, '?format=csv&from=500')).slice(1)).toHaveLength(
    wanted.filter((x) => x >= 500).length,
  );
  for (const { job, certificate } of [top, fit]) {
    const rows = (await linesOf(job, '?format=csv')).slice(1).map(cells);
    expect(certificate.kept).toBe(rows.length);
    const leaves = rows.map(({ index, fuel, whole, share }) => {
      expect([whole, share]).toEqual([wholeOf(index), shareOf(index)]);
      const output = encodeRow(certificate.outputs, [whole, share]);
      return resultLeaf(index, { status: ITEM_STATUS.ok, fuel, output });
    });
    expect(rootOf(leaves)).toBe(certificate.resultRoot);
  }
});

it('refuses what cannot be kept where it is asked for, and rows that are not kept', async () => {
  expect((await quote({ reduce: 'sum(nothing)' })).body).toMatchObject({
    code: 'KEEP_INVALID',
    details: { field: 'reduce', position: 5 },
  });
  expect((await quote({})).body.code).toBe('KEEP_INVALID');
  expect((await quote({ where: 'x'.repeat(4001) })).body.code).toBe('REQUEST_INVALID');
  const source = `export class Long { x: i32; text: string; }
  export function long(x: i32): Long { return { x, text: "a".repeat(4000) }; }`;
  const { kernel } = (await ann.post('/v1/kernels', { source })).body;
  expect((await quote({ top: '10000:x' }, { kernel })).body).toMatchObject({
    code: 'KEEP_INVALID',
    message: expect.stringMatching(/rows have up to 4008 bytes; .* at most 3355: ask for fewer/),
  });
  const { job } = (await quote({ top: '3:-whole' })).body;
  for (const query of ['?follow=1', '?from=3'])
    expect((await ann.get(`/v1/jobs/${job}/results${query}`)).body.code).toBe('RESULTS_FOLDED');
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await ann.get(`/v1/jobs/${job}`)).body.state === 'certified');
  for (const path of ['units/4', 'fuel-map', 'sample'])
    expect((await ann.get(`/v1/jobs/${job}/${path}`)).body.code).toBe('RESULTS_FOLDED');
});

it('shows nothing of a paid fold beyond what vouchers and the credit window cover', async () => {
  chain.deposit(researcher, researcher, channel.salt, 2_000_000_000n);
  const paid = { price: { perCoreHour: '100000000000000' }, budget: '900000000', channel, fuelCap: '2000' };
  const { job } = await certified({ reduce: 'sum(whole)' }, paid);
  const { owed } = (await ann.get(`/v1/jobs/${job}/bill`)).body;
  expect((await ann.get(`/v1/jobs/${job}/results`)).body.code).toBe('RESULTS_UNPAID');
  const id = channelId(researcher, researcher, channel.salt);
  const cumulative = BigInt(owed);
  const signature = signTyped(researcherKey, hubDomain(chain.chainId, chain.hub), VOUCHER, {
    channel: id,
    cumulative,
  });
  expect((await ann.post('/v1/vouchers', { channel, cumulative: owed, signature })).status).toBe(200);
  expect((await linesOf(job)).map((line) => JSON.parse(line).fold)).toContain('sum(whole)');
});
