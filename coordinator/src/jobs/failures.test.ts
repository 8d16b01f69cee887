/** Items that fail, through a whole coordinator: what is said of them, and jobs that pause because of them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, until } from '../testing/edge.ts';

// Compiling with symbols takes many seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

const SOURCE = `
function share(total: i32, parts: i32): i32 {
  console.log("sharing " + total.toString());
  return total / parts;
}
export function f(x: i32): i32 {
  if (x == 25) throw new Error("nothing of 25");
  if (x == 26) while (true) { store<i32>(8, load<i32>(8) + 1); }
  return share(100, x % 10 - 7);
}`;

/** Milliseconds; compiling with symbols on a busy machine. */
const SLOW = 170_000;

let edge: Edge;
let ann: Caller;
let stranger: Caller;
let kernel: string;
let worker: RawSocket;

beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
  stranger = new Caller(edge.url);
  const published = await ann.post('/v1/kernels', { source: SOURCE });
  expect(published.status).toBe(200);
  kernel = published.body.kernel;
  worker = await contribute(edge.url);
});
afterAll(async () => {
  worker?.close();
  await edge.close();
});

const start = async (fields: Record<string, unknown>): Promise<string> => {
  const { body } = await ann.post('/v1/jobs', {
    kernel,
    title: 'shares',
    unitItems: 5,
    fuelCap: '200000',
    ...fields,
  });
  await ann.post(`/v1/jobs/${body.job}/start`);
  return body.job;
};
const standing = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;

it('[FR1] failed items are told of by kind, each with its stack, its row and a command that shows the same', async () => {
  const job = await start({ inputs: { range: { from: 0, to: 40 } } });
  await until(async () => (await standing(job)).state === 'certified');
  // 7, 17, 27 and 37 divide by zero.
  expect(await standing(job)).toMatchObject({ failed: 6, stopAfter: null });
  const { body } = await stranger.get(`/v1/jobs/${job}/failures`);
  expect(body).toMatchObject({ failed: 6, stopAfter: null, next: null });
  expect(body.items.map(({ item }: { item: number }) => item)).toEqual([7, 17, 25, 26, 27, 37]);
  expect(body.items[1]).toEqual({
    item: 17,
    status: 'trap',
    code: 'DIVIDE_BY_ZERO',
    message: 'divide by zero',
  });
  expect(body.items[3]).toMatchObject({ item: 26, status: 'exhausted', code: 'FUEL_EXHAUSTED' });
  expect(body.kinds).toEqual([
    { code: 'DIVIDE_BY_ZERO', count: 4, examples: [7, 17, 27, 37] },
    { code: 'ABORTED', count: 1, examples: [25] },
    { code: 'FUEL_EXHAUSTED', count: 1, examples: [26] },
  ]);
  const page = (await stranger.get(`/v1/jobs/${job}/failures?from=26`)).body;
  expect(page.items.map(({ item }: { item: number }) => item)).toEqual([26, 27, 37]);

  const failure = (await stranger.get(`/v1/jobs/${job}/failures/17`)).body;
  expect(failure).toMatchObject({ item: 17, code: 'DIVIDE_BY_ZERO', input: { x: 17 } });
  expect(failure.stack.map(({ name, file, line }: never) => [name, file, line])).toEqual([
    ['share', 'kernel.ts', 4],
    ['f', 'kernel.ts', 9],
  ]);
  expect(failure.reproduce).toBe(`manyhands reproduce ${job} 17 --coordinator ${edge.url}`);
  expect((await stranger.get(`/v1/jobs/${job}/failures/25`)).body.message).toBe(
    'nothing of 25 at kernel.ts:7:16',
  );
  const exhausted = (await stranger.get(`/v1/jobs/${job}/failures/26`)).body;
  expect(exhausted.stack[0]).toMatchObject({ file: 'kernel.ts', line: 8 });
  expect((await stranger.get(`/v1/jobs/${job}/failures/8`)).body.code).toBe('ITEM_UNKNOWN');
  expect((await stranger.get(`/v1/jobs/${job}/failures/40`)).body.code).toBe('ITEM_UNKNOWN');

  const item = (await stranger.get(`/v1/jobs/${job}/items/8`)).body;
  expect(item).toMatchObject({ item: 8, status: 'ok', kernel, fuelCap: '200000' });
  expect((await stranger.get(`/v1/blobs/${item.source}`)).body).toContain('return total / parts');
});

it('[FR2] a job pauses by itself once as many items failed as it allows, says which, and counts anew when let go on', async () => {
  const inputs = { range: { from: 0, to: 60 } };
  const job = await start({ inputs, open: true, onFailure: { stopAfter: 5 } });
  const stopped = () =>
    until(async () => {
      const now = await standing(job);
      return now.state === 'paused' && now.reason.sentence.includes('divide by zero') ? now : null;
    }, SLOW);
  const first = await stopped();
  expect(first).toMatchObject({ stopAfter: 5, reason: { code: 'JOB_STOPPED' } });
  expect(first.reason.sentence).toMatch(
    /^Stopped: \d+ items failed\. The first is item 7: divide by zero\.$/,
  );
  expect(first.failed).toBeGreaterThanOrEqual(5);
  // Nobody but its researcher may look into it while it is not certified.
  expect((await stranger.get(`/v1/jobs/${job}/failures`)).status).toBe(401);
  expect((await ann.get(`/v1/jobs/${job}/failures`)).body).toMatchObject({ stopAfter: 5 });

  // Of the eight items that fail three are left at most: too few to stop for.
  await ann.post(`/v1/jobs/${job}/resume`);
  const rest = await until(async () => {
    const now = await standing(job);
    return now.reason?.code === 'AWAITS_INPUTS' ? now : null;
  });
  expect(rest.failed).toBe(8);
  await ann.post(`/v1/jobs/${job}/inputs`, { inputs });
  expect((await stopped()).failed).toBeGreaterThanOrEqual(first.failed + 5);
  await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[KR3] a quote tells what the items that were tried print, and which of them fail', async () => {
  const { body } = await ann.post('/v1/jobs', {
    kernel,
    title: 'few',
    inputs: { range: { from: 6, to: 9 } },
  });
  expect(body.estimate.trial).toEqual([
    { item: 0, failure: null, printed: ['sharing 100'] },
    { item: 1, failure: 'divide by zero', printed: ['sharing 100'] },
    { item: 2, failure: null, printed: ['sharing 100'] },
  ]);
});

it('[SE1] what a job is to do about failed items is refused where it makes no sense', async () => {
  for (const onFailure of ['stop', { stopAfter: 0 }, { stopAfter: 1.5 }, {}]) {
    const { body } = await ann.post('/v1/jobs', {
      kernel,
      title: 'x',
      inputs: { range: { from: 0, to: 9 } },
      onFailure,
    });
    expect(body.code).toBe('REQUEST_INVALID');
  }
});
