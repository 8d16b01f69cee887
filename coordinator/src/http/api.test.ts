import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeRow, encodeTable, hashOf } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Caller, type Edge, openEdge, SQUARES } from '../testing/edge.ts';

// Compiling and opening a database take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let squares: { kernel: string; schema: { inputs: never[] } };
let table: string;

beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
  squares = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  table = await ann.table(
    squares.schema.inputs,
    Array.from({ length: 20 }, (_, i) => [i]),
  );
});
afterAll(() => edge.close());

const job = (changes: object = {}) => ({
  kernel: squares.kernel,
  title: 'squares',
  inputs: table,
  ...changes,
});
const unknown = 'ab'.repeat(32);

describe('[SE1] what does not fit is refused with a code and says what to do:', () => {
  it.each([
    ['an unknown route', 'GET', '/v1/nothing', undefined, 404, 'ROUTE_UNKNOWN', /GET \/v1\/nothing/],
    [
      'an unknown field',
      'POST',
      '/v1/accounts',
      { name: 'a', age: 3 },
      400,
      'REQUEST_INVALID',
      /body\.age is not a field/,
    ],
    ['a missing field', 'POST', '/v1/accounts', {}, 400, 'REQUEST_INVALID', /body\.name is missing/],
    [
      'a field of another type',
      'POST',
      '/v1/accounts',
      { name: 7 },
      400,
      'REQUEST_INVALID',
      /body\.name must be string/,
    ],
    ['a hash that is none', 'GET', '/v1/kernels/xyz', undefined, 400, 'REQUEST_INVALID', /params\.hash/],
    [
      'an unknown kernel',
      'GET',
      `/v1/kernels/${unknown}`,
      undefined,
      404,
      'KERNEL_UNKNOWN',
      /publish it first/,
    ],
    ['an unknown build', 'GET', `/v1/builds/${unknown}`, undefined, 404, 'BLOB_UNKNOWN', /no stored bytes/],
    ['an unknown blob', 'GET', `/v1/blobs/${unknown}`, undefined, 404, 'BLOB_UNKNOWN', /upload/],
    ['an unknown job', 'GET', `/v1/jobs/${'0'.repeat(32)}`, undefined, 404, 'JOB_UNKNOWN', /you have no job/],
    ['payments without a chain', 'GET', '/v1/payments', undefined, 409, 'PAYMENTS_OFF', /without a chain/],
  ])('%s', async (_what, method, path, body, status, code, message) => {
    const reply = method === 'GET' ? await ann.get(path) : await ann.post(path, body);
    expect(reply).toMatchObject({ status, body: { code, retry: false } });
    expect(reply.body.message).toMatch(message);
  });

  it('JSON that is none', async () => {
    const response = await fetch(`${edge.url}/v1/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('a missing or unknown key', async () => {
    const stranger = new Caller(edge.url);
    expect(await stranger.post('/v1/jobs', job())).toMatchObject({
      status: 401,
      body: { code: 'KEY_REFUSED' },
    });
    stranger.key = 'mh_guess';
    expect(await stranger.post('/v1/jobs', job())).toMatchObject({
      status: 401,
      body: { code: 'KEY_REFUSED' },
    });
  });
});

describe('[SE1] a kernel is refused', () => {
  it('when it imports a clock', async () => {
    const source = 'export function now(x: i32): i64 { return Date.now() + x; }';
    const { status, body } = await ann.post('/v1/kernels', { source });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'KERNEL_IMPORT_REFUSED' });
    expect(body.message).toMatch(/Date\.now.*clock/);
  });

  it('when it does not compile, with file, line and column', async () => {
    const { status, body } = await ann.post('/v1/kernels', {
      source: 'export function f(x: i32): i32 {\n  return y;\n}',
    });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'KERNEL_COMPILE_FAILED' });
    expect(body.details.diagnostics[0]).toMatchObject({ line: 2 });
  });

  it('when its bytes are no module, or neither source nor module is given', async () => {
    const wasm = Buffer.from('no module').toString('base64');
    expect((await ann.post('/v1/kernels', { wasm })).body.code).toBe('KERNEL_INVALID');
    expect((await ann.post('/v1/kernels', {})).body.code).toBe('REQUEST_INVALID');
  });

  it('and publishing one twice is publishing it once', async () => {
    const again = await ann.post('/v1/kernels', { source: SQUARES, name: 'another name' });
    expect(again.body).toEqual(squares);
  });
});

describe('[SE1] a blob is refused', () => {
  it('when it is not what its hash names, and leaves nothing behind', async () => {
    const { status, body } = await ann.put(`/v1/blobs/${unknown}`, Buffer.from('something else'));
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'BLOB_HASH_MISMATCH' });
    expect((await fetch(`${edge.url}/v1/blobs/${unknown}`, { method: 'HEAD' })).status).toBe(404);
    expect(await readdir(join(edge.dir, 'blobs', 'incoming'))).toEqual([]);
  });

  it('without a key', async () => {
    const reply = await new Caller(edge.url).put(`/v1/blobs/${unknown}`, Buffer.from('x'));
    expect(reply.body.code).toBe('KEY_REFUSED');
  });

  it('else it is served by its hash, for ever', async () => {
    const response = await fetch(`${edge.url}/v1/blobs/${table}`);
    expect(response.headers.get('cache-control')).toMatch(/immutable/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(hashOf(new Uint8Array(await response.arrayBuffer()))).toBe(table);
  });
});

describe('[SE1] a job is refused, and not written, when', () => {
  const upload = async (bytes: Uint8Array): Promise<string> => {
    const hash = hashOf(bytes);
    await ann.put(`/v1/blobs/${hash}`, bytes);
    return hash;
  };

  it('a row is truncated, by its number', async () => {
    const rows = [1, 2, 3].map((x) => encodeRow(squares.schema.inputs, [x]));
    rows[1] = rows[1].subarray(0, 3);
    const { status, body } = await ann.post('/v1/jobs', job({ inputs: await upload(encodeTable(rows)) }));
    expect({ status, code: body.code, details: body.details }).toEqual({
      status: 422,
      code: 'ROW_INVALID',
      details: { row: 2, index: 1 },
    });
    expect(body.message).toMatch(/row 2: column x \(i32\): the row ends 1 bytes early/);
  });

  it('its table is truncated', async () => {
    const whole = encodeTable([1, 2, 3].map((x) => encodeRow(squares.schema.inputs, [x])));
    const { body } = await ann.post(
      '/v1/jobs',
      job({ inputs: await upload(whole.subarray(0, whole.length - 1)) }),
    );
    expect(body).toMatchObject({ code: 'TABLE_INVALID', message: expect.stringMatching(/truncated/) });
  });

  it('its table has no items', async () => {
    expect((await ann.post('/v1/jobs', job({ inputs: await upload(encodeTable([])) }))).body.code).toBe(
      'TABLE_INVALID',
    );
  });

  it('its inputs are not stored', async () => {
    expect((await ann.post('/v1/jobs', job({ inputs: unknown }))).body.code).toBe('BLOB_UNKNOWN');
  });

  it('it names a dataset that the kernel does not take', async () => {
    const { body } = await ann.post('/v1/jobs', job({ datasets: { genome: table } }));
    expect(body).toMatchObject({ code: 'REQUEST_INVALID', details: { field: 'body.datasets.genome' } });
  });

  it('its policy cannot be carried out', async () => {
    const { body } = await ann.post('/v1/jobs', job({ policy: { kind: 'quorum', executions: 2, equal: 3 } }));
    expect(body).toMatchObject({ code: 'POLICY_INVALID', message: expect.stringMatching(/equal/) });
  });

  it('it wants to pay where there is no chain', async () => {
    const channel = {
      researcher: `0x${'1'.repeat(40)}`,
      signer: `0x${'2'.repeat(40)}`,
      salt: `0x${'3'.repeat(64)}`,
    };
    const { body } = await ann.post('/v1/jobs', job({ price: { perCoreHour: '1' }, budget: '1', channel }));
    expect(body.code).toBe('PAYMENTS_OFF');
    expect((await ann.post('/v1/jobs', job({ budget: '1' }))).body).toMatchObject({
      code: 'REQUEST_INVALID',
      details: { field: 'body.price' },
    });
  });

  it('an item may use more fuel than sums of it stay exact for', async () => {
    const most = String(Number.MAX_SAFE_INTEGER);
    expect((await ann.post('/v1/jobs', job({ fuelCap: String(2n ** 53n) }))).body).toMatchObject({
      code: 'FUEL_CAP_INVALID',
      message: `an item may use up to ${most} fuel, not 9007199254740992`,
    });
    expect((await ann.post('/v1/jobs', job({ fuelCap: most }))).status).toBe(200);
  });

  it('every one of its sample items traps', async () => {
    const source = 'export function bad(x: i32): i32 { if (x < 1000) unreachable(); return x; }';
    const { kernel } = (await ann.post('/v1/kernels', { source })).body;
    expect((await ann.post('/v1/jobs', job({ kernel }))).body.code).toBe('KERNEL_TRIAL_FAILED');
  });
});

describe('a job', () => {
  it('is quoted with an estimate, and nobody else may start or read it', async () => {
    const { status, body } = await ann.post('/v1/jobs', job());
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'quoted', estimate: { items: 20, cost: null, seconds: null } });
    expect(BigInt(body.estimate.fuelCap)).toBeGreaterThanOrEqual(4n * BigInt(body.estimate.fuelPerItem));
    const bob = await Caller.withAccount(edge.url, 'bob');
    expect((await bob.post(`/v1/jobs/${body.job}/start`)).body.code).toBe('JOB_UNKNOWN');
    expect((await bob.get(`/v1/jobs/${body.job}/results`)).body.code).toBe('JOB_UNKNOWN');
    expect((await ann.get('/v1/jobs')).body.jobs).toEqual([]);
  });

  it('is the same under the same idempotency key, however often it is asked for', async () => {
    const asked = job({ idempotencyKey: 'once' });
    const replies = await Promise.all([ann.post('/v1/jobs', asked), ann.post('/v1/jobs', asked)]);
    expect(new Set(replies.map((reply) => reply.body.job)).size).toBe(1);
    expect((await ann.post('/v1/jobs', asked)).body).toEqual(replies[0].body);
  });

  it('[ID1] is refused under the key of another one, also at the same moment', async () => {
    const asked = job({ idempotencyKey: 'other' });
    const requests = [asked, { ...asked, title: 'another' }];
    const replies = await Promise.all(requests.map((request) => ann.post('/v1/jobs', request)));
    expect(replies.map(({ body }) => body.code ?? 'quoted').sort()).toEqual(['IDEMPOTENCY_REUSED', 'quoted']);
    const first = replies.findIndex(({ body }) => body.code === undefined);
    expect((await ann.post('/v1/jobs', requests[first])).body).toEqual(replies[first].body);
    expect((await ann.post('/v1/jobs', requests[1 - first])).body).toMatchObject({
      code: 'IDEMPOTENCY_REUSED',
      details: { job: replies[first].body.job },
    });
    const shuffled = Object.fromEntries(Object.entries(requests[first]).reverse());
    expect((await ann.post('/v1/jobs', shuffled)).body.job).toBe(replies[first].body.job);
    // What was quoted before requests were kept is found by its key alone.
    await edge.app.desk.db.query("update job set request_digest = null where idempotency_key = 'other'");
    expect((await ann.post('/v1/jobs', requests[1 - first])).body.job).toBe(replies[first].body.job);
  });

  it('starts once, says why it does not move, and ends when cancelled', async () => {
    const { body } = await ann.post('/v1/jobs', job());
    const started = await ann.post(`/v1/jobs/${body.job}/start`);
    expect(started.body).toMatchObject({
      state: 'running',
      waiting: 20,
      reason: { code: 'NO_SEATS' },
    });
    expect((await ann.post(`/v1/jobs/${body.job}/start`)).body.startedAt).toBe(started.body.startedAt);
    expect((await ann.get(`/v1/jobs/${body.job}/certificate`)).body).toMatchObject({
      code: 'JOB_NOT_CERTIFIED',
      retry: true,
    });
    expect((await ann.post(`/v1/jobs/${body.job}/cancel`)).body.state).toBe('cancelled');
    expect((await ann.post(`/v1/jobs/${body.job}/cancel`)).body.state).toBe('cancelled');
    expect((await ann.post(`/v1/jobs/${body.job}/start`)).body).toMatchObject({ code: 'JOB_STATE' });
  });
});

it('the API describes itself, each route with its failures', async () => {
  const { body } = await ann.get('/openapi.json');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining(['/v1/jobs', '/v1/jobs/{id}/results', '/v1/vouchers']),
  );
  expect(body.paths['/v1/jobs'].post.responses['4XX']).toBeDefined();
  expect((await fetch(`${edge.url}/docs/`)).status).toBe(200);
});

it('one address is held to a number of requests, and others are not', async () => {
  const from = (remoteAddress: string) =>
    edge.app.server.inject({ method: 'POST', url: '/v1/accounts', remoteAddress, payload: { name: 'x' } });
  const codes: number[] = [];
  for (let i = 0; i < 21; i++) codes.push((await from('203.0.113.5')).statusCode);
  expect(codes.slice(0, 20)).toEqual(Array(20).fill(200));
  const refused = await from('203.0.113.5');
  expect(refused.json()).toMatchObject({ code: 'RATE_LIMITED', retry: true });
  expect((await from('203.0.113.6')).statusCode).toBe(200);
});
