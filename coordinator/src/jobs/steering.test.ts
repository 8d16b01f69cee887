/** Jobs that are steered while they run: ranges, appended inputs, pauses, calls; through a whole coordinator. */
import { checkCertificate, encodeRow, inputRootOf, rangeRoot, tableRoot } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let kernel: string;
// biome-ignore lint/suspicious/noExplicitAny: columns as the coordinator says them
let columns: any;
const workers: RawSocket[] = [];

beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
  const published = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  kernel = published.kernel;
  columns = published.schema.inputs;
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await edge.close();
});

const quote = async (fields: Record<string, unknown>) =>
  (await ann.post('/v1/jobs', { kernel, title: 'squares', unitItems: 10, fuelCap: '5000', ...fields })).body;
const standing = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;
const certified = (job: string) =>
  until(async () => {
    const { status, body } = await ann.get(`/v1/jobs/${job}/certificate`);
    return status === 200 && body;
  });
const rowsOf = async (job: string) =>
  (await ann.get(`/v1/jobs/${job}/results`)).body
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line));

it('[IN1] a job over a range is started, computed and certified without any table', async () => {
  const { job, inputRoot, estimate } = await quote({ inputs: { range: { from: 100, to: 160, step: 2 } } });
  expect(estimate.items).toBe(30);
  expect(inputRoot).toBe(rangeRoot([{ from: 100n, to: 160n, step: 2n }]));
  expect((await standing(job)).reason).toMatchObject({ code: 'JOB_NOT_STARTED' });
  await ann.post(`/v1/jobs/${job}/start`);
  expect((await standing(job)).reason).toMatchObject({ code: 'NO_SEATS' });
  expect((await ann.get('/v1/status')).body.reason).toMatchObject({ code: 'NO_SEATS' });
  workers.push(await contribute(edge.url));
  expect((await certified(job)).inputRoot).toBe(inputRoot);
  // On whose word its slices rest is of no use any more.
  const { db } = edge.app.desk;
  expect(await db.query(`select from slice where job = $1 and state = 'settled'`, [job])).not.toEqual([]);
  expect(await db.query('select from slice_device')).toEqual([]);
  const rows = await rowsOf(job);
  expect(rows.map((row: { result: string }) => BigInt(row.result))).toEqual(
    Array.from({ length: 30 }, (_, i) => squareOf(100 + 2 * i)),
  );
  expect((await ann.get(`/v1/jobs/${job}/inputs`)).body.parts).toEqual([
    { part: 0, first: 0, count: 30, root: inputRoot, range: [{ from: '100', to: '160', step: '2' }] },
  ]);
});

it('[IN1] a billion items start as ten do', async () => {
  const before = process.memoryUsage().rss;
  const { job, estimate } = await quote({ inputs: { range: { from: 0, to: 1_000_000_000 } } });
  expect(estimate.items).toBe(1_000_000_000);
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).final > 0);
  await ann.post(`/v1/jobs/${job}/cancel`);
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
});

it('[SE1] ranges that do not fit are refused with a code', async () => {
  for (const range of [
    { from: 0, to: 0 },
    { from: 0, to: '3000000000' },
    { from: 0, to: 9, step: 0 },
  ])
    expect((await quote({ inputs: { range } })).code).toBe('TABLE_INVALID');
  expect((await quote({ inputs: { range: { from: 0.5, to: 2 } } })).code).toBe('REQUEST_INVALID');
  expect((await quote({ inputs: { range: [] } })).code).toBe('REQUEST_INVALID');
});

it('[IN2] [ID1] inputs are appended to an open job, which is certified once it is closed', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 20 } }, open: true });
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).reason?.code === 'AWAITS_INPUTS');
  expect((await ann.get(`/v1/jobs/${job}/certificate`)).body.code).toBe('JOB_NOT_CERTIFIED');

  const more = Array.from({ length: 15 }, (_, i) => [1000 + i]);
  const table = await ann.table(columns, more);
  const asked = { inputs: table, idempotencyKey: 'once' };
  const [part, again] = await Promise.all([1, 2].map(() => ann.post(`/v1/jobs/${job}/inputs`, asked)));
  expect(part.body).toMatchObject({ part: 1, first: 20, count: 15, table });
  expect(again.body).toEqual(part.body);
  const reused = (
    await ann.post(`/v1/jobs/${job}/inputs`, { ...asked, inputs: { range: { from: 0, to: 15 } } })
  ).body;
  expect(reused).toMatchObject({ code: 'IDEMPOTENCY_REUSED', details: { first: 20, count: 15 } });
  const range = { inputs: { range: { from: 7, to: 9 } }, idempotencyKey: 'range' };
  const last = await ann.post(`/v1/jobs/${job}/inputs`, range);
  expect(last.body).toMatchObject({ part: 2, first: 35, count: 2 });
  expect((await ann.post(`/v1/jobs/${job}/inputs`, range)).body).toEqual(last.body);
  const longer = { ...range, inputs: { range: { from: 7, to: 10 } } };
  expect((await ann.post(`/v1/jobs/${job}/inputs`, longer)).body.code).toBe('IDEMPOTENCY_REUSED');
  expect((await ann.post(`/v1/jobs/${job}/inputs`, { inputs: 'ab'.repeat(32) })).body.code).toBe(
    'BLOB_UNKNOWN',
  );

  expect((await ann.post(`/v1/jobs/${job}/close`)).body).toMatchObject({ open: false, items: 37 });
  expect((await ann.post(`/v1/jobs/${job}/inputs`, { inputs: table })).body.code).toBe('JOB_CLOSED');
  const certificate = await certified(job);
  checkCertificate(certificate);
  expect(certificate.items).toBe(37);
  expect(certificate.inputRoot).toBe(
    inputRootOf([
      { first: 0, count: 20, root: rangeRoot([{ from: 0n, to: 20n, step: 1n }]) },
      { first: 20, count: 15, root: tableRoot(more.map((values) => encodeRow(columns, values))) },
      { first: 35, count: 2, root: rangeRoot([{ from: 7n, to: 9n, step: 1n }]) },
    ]),
  );
  const rows = await rowsOf(job);
  expect(rows.slice(19, 22).map((row: { result: string }) => BigInt(row.result))).toEqual(
    [19, 1000, 1001].map(squareOf),
  );
});

it('a job that was not started open takes no more', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 20 } } });
  const { body } = await ann.post(`/v1/jobs/${job}/inputs`, { inputs: { range: { from: 0, to: 20 } } });
  expect(body.code).toBe('JOB_CLOSED');
});

it('[SE2] a paused job is given out no more, keeps what is done, and goes on when it is resumed', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 1_000_000 } }, priority: 3 });
  expect((await ann.post(`/v1/jobs/${job}/pause`)).body.code).toBe('JOB_STATE');
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).final > 0);
  expect((await ann.post(`/v1/jobs/${job}/pause`)).body).toMatchObject({
    state: 'paused',
    priority: 3,
    reason: { code: 'JOB_PAUSED' },
  });
  // What was on its way may still arrive; after that nothing moves.
  await until(async () => (await standing(job)).inFlight === 0);
  const { executed } = await until(async () => {
    const before = await standing(job);
    await new Promise((wake) => setTimeout(wake, 500));
    const after = await standing(job);
    return before.executed === after.executed && after;
  });
  const given = workers[0].frames.length;
  const assigned = () => workers[0].frames.slice(given).filter((frame) => frame.kind === 'assign');
  await new Promise((wake) => setTimeout(wake, 700));
  expect(await standing(job)).toMatchObject({ executed, state: 'paused' });
  expect(assigned()).toEqual([]);
  expect((await ann.post(`/v1/jobs/${job}/resume`)).body.state).toBe('running');
  await until(async () => (await standing(job)).executed > executed);
  expect((await ann.post(`/v1/jobs/${job}/cancel`)).body.state).toBe('cancelled');
  expect((await ann.post(`/v1/jobs/${job}/resume`)).body.code).toBe('JOB_STATE');
});

it('[CA1] a call is answered at once and provisionally, and certified with the rest', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 5 } }, open: true });
  expect((await ann.post(`/v1/jobs/${job}/call`, { input: { x: 1 } })).body.code).toBe('JOB_STATE');
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).final === 5);
  expect((await ann.post(`/v1/jobs/${job}/call`, { input: { x: 'many' } })).body.code).toBe('ROW_INVALID');
  for (const x of [48, 49]) {
    const { body } = await ann.post(`/v1/jobs/${job}/call`, { input: x === 48 ? { x } : [x] });
    expect(body).toMatchObject({
      provisional: true,
      row: { index: x - 43, status: 'ok', result: String(squareOf(x)) },
    });
  }
  const together = await Promise.all([1, 2, 3].map((x) => ann.post(`/v1/jobs/${job}/call`, { input: [x] })));
  expect(together.map(({ body }) => body.row?.result ?? body)).toEqual(
    [1, 2, 3].map((x) => String(squareOf(x))),
  );
  expect(new Set(together.map(({ body }) => body.row.index))).toEqual(new Set([7, 8, 9]));
  await ann.post(`/v1/jobs/${job}/close`);
  expect((await ann.post(`/v1/jobs/${job}/call`, { input: [1] })).body.code).toMatch(/JOB_CLOSED|JOB_STATE/);
  const certificate = await certified(job);
  expect(certificate.items).toBe(10);
  const { parts } = (await ann.get(`/v1/jobs/${job}/inputs`)).body;
  expect(certificate.inputRoot).toBe(inputRootOf(parts));
  expect((await rowsOf(job)).map((row: { result: string }) => row.result).slice(5, 7)).toEqual(
    [48, 49].map((x) => String(squareOf(x))),
  );
});

it('[CA1] [ID1] a call that is made again under its key is the same item, also at the same moment and after the end', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 5 } }, open: true });
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).final === 5);
  const call = (x: number, idempotencyKey: string) =>
    ann.post(`/v1/jobs/${job}/call`, { input: [x], idempotencyKey });
  const replies = await Promise.all([1, 2, 3].map(() => call(30, 'a')));
  replies.push(await call(30, 'a'));
  expect((await call(31, 'a')).body).toMatchObject({ code: 'IDEMPOTENCY_REUSED', details: { first: 5 } });
  for (const { body } of replies)
    expect(body).toMatchObject({ provisional: true, row: { index: 5, result: String(squareOf(30)) } });
  expect((await call(31, 'b')).body.row).toMatchObject({ index: 6, result: String(squareOf(31)) });
  await ann.post(`/v1/jobs/${job}/inputs`, { inputs: { range: { from: 0, to: 3 } }, idempotencyKey: 'part' });
  expect((await call(1, 'part')).body.code).toBe('IDEMPOTENCY_REUSED');
  await ann.post(`/v1/jobs/${job}/close`);
  expect((await certified(job)).items).toBe(10);
  expect((await call(30, 'a')).body.row.index).toBe(5);
});

it('a call that finds no idle seat in time leaves nothing behind', async () => {
  const { job } = await quote({ inputs: { range: { from: 0, to: 5 } }, open: true });
  await ann.post(`/v1/jobs/${job}/start`);
  await until(async () => (await standing(job)).final === 5);
  for (const worker of workers.splice(0)) worker.close();
  await until(async () => (await ann.get('/v1/status')).body.sessions === 0);
  const { status, body } = await ann.post(`/v1/jobs/${job}/call`, { input: [1], waitMs: 20 });
  expect({ status, code: body.code, retry: body.retry }).toEqual({
    status: 503,
    code: 'NO_SEAT',
    retry: true,
  });
  expect((await standing(job)).items).toBe(5);
  await ann.post(`/v1/jobs/${job}/cancel`);
});
