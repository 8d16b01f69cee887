import { type AccountId, addressOf, hashOf, NOBODY, newPrivateKey, type Payee } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readStatement } from '../db/ledger/read-statement.ts';
import { payeeAccount, reconcile } from '../ledger/ledger.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, until, withPayments } from '../testing/edge.ts';
import { storeFirst } from './uploads.ts';

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);
const researcher = addressOf(newPrivateKey());
const channel = { researcher, signer: researcher, salt: `0x${'5b'.repeat(32)}` };
const PRICE = { perCoreHour: '100000000000000' };
const [AUTHOR, OWNER, THIEF] = [1, 2, 3].map(() => addressOf(newPrivateKey()).toLowerCase());
const author = { payee: AUTHOR, ppm: 20_000 };
const DATASET = new Uint8Array([3, 1, 4, 1, 5, 9]);
const HASH = hashOf(DATASET);

const kernelOf = (factor: number) => `
import { Dataset } from 'manyhands';
export function scale(numbers: Dataset, x: i32): i64 {
  let sum: i64 = 0;
  for (let i = 0; i < 50; i++) sum += i64(numbers[i % 6]) * x * ${factor};
  return sum;
}`;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let bob: Caller;
const workers: RawSocket[] = [];
beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  [ann, bob] = await Promise.all(['ann', 'bob'].map((name) => Caller.withAccount(edge.url, name)));
  chain.deposit(researcher, researcher, channel.salt, 10n ** 12n);
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await edge.close();
});

const owned = (payee: string, ppm: number): string => `/v1/blobs/${HASH}?owner=${payee}&ownerPpm=${ppm}`;

describe('what an author and an owner take', () => {
  it('[SH2] is stated once, with the bytes: nobody takes it over, and what came without a share never gets one', async () => {
    const first = await ann.post('/v1/kernels', { source: kernelOf(1), author });
    expect(first.body).toMatchObject({ author });
    const again = (body: object) => bob.post('/v1/kernels', { source: kernelOf(1), ...body });
    expect((await again({ author: { payee: THIEF, ppm: 20_000 } })).body).toMatchObject({
      code: 'SHARE_FIXED',
      details: { share: author },
    });
    expect((await again({})).body).toMatchObject({ kernel: first.body.kernel, author });
    expect((await ann.get(`/v1/kernels/${first.body.kernel}`)).body.author).toEqual(author);

    expect((await ann.post('/v1/kernels', { source: kernelOf(2) })).body.author).toBe(null);
    const late = await bob.post('/v1/kernels', { source: kernelOf(2), author });
    expect(late.body).toMatchObject({ code: 'SHARE_FIXED', details: { share: null } });
    const greedy = await bob.post('/v1/kernels', {
      source: kernelOf(3),
      author: { ...author, ppm: 200_001 },
    });
    expect(greedy.body.code).toBe('REQUEST_INVALID');

    expect((await ann.put(owned(OWNER, 100_001), DATASET)).body.code).toBe('REQUEST_INVALID');
    expect((await ann.put(`/v1/blobs/${HASH}?ownerPpm=5`, DATASET)).body.code).toBe('REQUEST_INVALID');
    const share = { payee: OWNER, ppm: 30_000 };
    expect((await ann.put(owned(OWNER, 30_000), DATASET)).body).toEqual({ hash: HASH, size: 6, share });
    expect((await ann.put(owned(OWNER, 30_000), DATASET)).status).toBe(200);
    expect((await bob.put(owned(THIEF, 30_000), DATASET)).body.code).toBe('SHARE_FIXED');
    expect((await bob.put(`/v1/blobs/${HASH}`, DATASET)).body.share).toEqual(share);
    const plain = new Uint8Array([7]);
    await ann.put(`/v1/blobs/${hashOf(plain)}`, plain);
    const claimed = await bob.put(`/v1/blobs/${hashOf(plain)}?owner=${THIEF}&ownerPpm=5`, plain);
    expect(claimed.body).toMatchObject({ code: 'SHARE_FIXED', details: { share: null } });
  });

  it('[SH2] of bytes that were here before anybody noted who sent them is not for whoever states one next', async () => {
    const [old, wanted] = [new Uint8Array([8, 8]), new Uint8Array([9, 9])];
    const claim = (caller: Caller, bytes: Uint8Array, body: Uint8Array, payee = THIEF) =>
      caller.put(`/v1/blobs/${hashOf(bytes)}?owner=${payee}&ownerPpm=5`, body);
    await edge.app.desk.blobs.add(old);
    expect((await claim(bob, old, old)).body).toMatchObject({
      code: 'SHARE_FIXED',
      details: { share: null },
    });
    // Nor is one kept for a hash whose bytes never came.
    expect((await claim(bob, wanted, old)).body.code).toBe('BLOB_HASH_MISMATCH');
    expect((await claim(ann, wanted, wanted, OWNER)).body.share).toEqual({ payee: OWNER, ppm: 5 });
  });

  it('[SH2] outlives a coordinator that dies between storing the bytes and noting them', async () => {
    const { db, blobs } = edge.app.desk;
    const bytes = new Uint8Array([4, 2]);
    const [hash, stated] = [hashOf(bytes), { payee: OWNER, ppm: 7 }];
    const [{ id }] = await db.query<{ id: AccountId }>(`select id from account where name = 'ann'`);
    const put = () => blobs.add(bytes).then(() => bytes.length);
    expect(await storeFirst(db, id, { hash, stated, put })).toBe(2);
    expect((await ann.put(`/v1/blobs/${hash}?owner=${OWNER}&ownerPpm=7`, bytes)).body.share).toEqual(stated);
  });

  it('[ST11] is nobody’s at the zero address', async () => {
    const published = await ann.post('/v1/kernels', {
      source: kernelOf(9),
      author: { ...author, payee: NOBODY },
    });
    expect(published).toMatchObject({ status: 422, body: { code: 'PAYEE_INVALID' } });
    expect((await ann.put(owned(NOBODY, 30_000), DATASET)).body.code).toBe('PAYEE_INVALID');
  });

  it('[SH3] is told before the start, kept by the job, and paid of each final unit', async () => {
    const { kernel, schema } = (await ann.post('/v1/kernels', { source: kernelOf(1) })).body;
    const inputs = await ann.table(
      schema.inputs,
      Array.from({ length: 100 }, (_, i) => [i]),
    );
    const asked = {
      kernel,
      title: 'scaled',
      inputs,
      datasets: { numbers: HASH },
      unitItems: 10,
      fuelCap: '5000',
    };
    const free = (await ann.post('/v1/jobs', asked)).body;
    expect(free.estimate).toMatchObject({ cost: null, shares: [] });
    const paid = { ...asked, price: PRICE, channel, budget: '900000000' };
    const { job, estimate } = (await ann.post('/v1/jobs', paid)).body;
    expect(estimate.shares).toEqual([
      { role: 'fee', payee: null, ppm: 50_000 },
      { role: 'author', ...author },
      { role: 'data', payee: OWNER, ppm: 30_000 },
    ]);
    for (const id of [job, free.job])
      expect((await ann.post(`/v1/jobs/${id}/start`)).body.state).toBe('running');
    workers.push(await contribute(edge.url, { payee: addressOf(newPrivateKey()) }));
    for (const id of [job, free.job])
      await until(async () => (await ann.get(`/v1/jobs/${id}`)).body.state === 'certified');

    const { db } = edge.app.desk;
    expect(await reconcile(db)).toEqual({ unbalanced: [], misspent: [] });
    const rows = await db.query<{ kind: string; job: string; amount: bigint }>(
      'select kind, job, sum(amount) as amount from entry group by kind, job',
    );
    // A free job pays nobody.
    expect(new Set(rows.map((row) => row.job))).toEqual(new Set([job]));
    const sums = Object.fromEntries(rows.map(({ kind, amount }) => [kind, amount]));
    expect(sums.work + (sums.audit ?? 0n) + sums.author + sums.data + sums.fee).toBe(-sums.charge);
    for (const [kind, ppm] of [
      ['author', 20_000n],
      ['data', 30_000n],
      ['fee', 50_000n],
    ] as const) {
      // Each execution is rounded by less than a unit; there are some tens of them.
      const off = sums[kind] * 1_000_000n + sums.charge * ppm;
      expect(off < 200n * 1_000_000n && off > -200n * 1_000_000n).toBe(true);
    }
    const lines = await readStatement(db, payeeAccount(AUTHOR), { before: null, limit: 100 });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.kind === 'author' && line.job === job)).toBe(true);
    expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(sums.author);
  });

  it('[SH3] a job whose authors and owners would take too much is not quoted', async () => {
    const greedy = { payee: AUTHOR, ppm: 200_000 };
    const names = ['a', 'b', 'c', 'd'];
    const source = `
import { Dataset } from 'manyhands';
export function sum(${names.map((name) => `${name}: Dataset`).join(', ')}, x: i32): i32 {
  return x + ${names.map((name) => `i32(${name}[0])`).join(' + ')};
}`;
    const { kernel, schema } = (await ann.post('/v1/kernels', { source, author: greedy })).body;
    const datasets: Record<string, string> = {};
    for (const [i, name] of names.entries()) {
      const bytes = new Uint8Array([100 + i]);
      datasets[name] = hashOf(bytes);
      await ann.put(`/v1/blobs/${datasets[name]}?owner=${OWNER}&ownerPpm=100000`, bytes);
    }
    const inputs = await ann.table(schema.inputs, [[1], [2], [3]]);
    const asked = { kernel, title: 'dear', inputs, datasets };
    const refused = await ann.post('/v1/jobs', { ...asked, price: PRICE, channel, budget: '900000000' });
    expect(refused.body).toMatchObject({ code: 'SHARES_EXCESSIVE' });
    // Where nobody is paid nobody takes anything.
    expect((await ann.post('/v1/jobs', asked)).status).toBe(200);
  });
});
