/** Graphs of jobs through a whole coordinator: declared, fed row by row, steered, begun again, certified. */
import {
  addressOf,
  type CoordinatorId,
  certificateHash,
  checkGraphCertificate,
  type DeviceId,
  type JobId,
  newPrivateKey,
} from '@manyhands/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SqlJournal } from '../db/journal.ts';
import { banOf, batch } from '../db/testing/batches.ts';
import { contribute, type Identity, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const HALF = `
/** Half of a number; odd numbers of items trap. */
export class Half { half: f64 = 0; place: i64 = 0 }
export function half(value: i64, place: i64): Half {
  if (place % 10 == 7) throw new Error("seven");
  return { half: f64(value) / 2, place };
}`;
const SUM = `
export class Sum { sum: f64 = 0; count: i32 = 0 }
export function sum(values: Float64Array): Sum {
  let sum: f64 = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return { sum, count: values.length };
}`;

let edge: Edge;
let ann: Caller;
let kernels: { square: string; half: string; sum: string };
let workers: RawSocket[] = [];

beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
  const publish = async (source: string) => (await ann.post('/v1/kernels', { source })).body.kernel;
  kernels = { square: await publish(SQUARES), half: await publish(HALF), sum: await publish(SUM) };
});
afterEach(() => {
  for (const worker of workers) worker.close();
  workers = [];
});
afterAll(() => edge.close());

const work = async (identity: Identity = {}): Promise<RawSocket> => {
  const worker = await contribute(edge.url, identity);
  workers.push(worker);
  return worker;
};

const small = { unitItems: 10, fuelCap: '20000' };
/** Squares of a range, halves of them, sums of ten halves each. */
const chain = (items: number) => ({
  squares: { kernel: kernels.square, source: { range: { from: 0, to: items } }, ...small },
  halves: {
    kernel: kernels.half,
    from: 'squares',
    columns: { value: 'output.result', place: 'index' },
    ...small,
  },
  sums: { kernel: kernels.sum, from: 'halves', columns: { values: 'output.half' }, group: 10, ...small },
});

const declare = async (stages: Record<string, unknown>, fields: Record<string, unknown> = {}) =>
  (await ann.post('/v1/graphs', { title: 'test', stages, ...fields })).body;
const standing = async (graph: string) => (await ann.get(`/v1/graphs/${graph}`)).body;
const ended = (graph: string) =>
  until(async () => {
    const now = await standing(graph);
    return now.state !== 'running' && now;
  });
const rowsOf = async (job: string) =>
  (await ann.get(`/v1/jobs/${job}/results`)).body
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line));
// biome-ignore lint/suspicious/noExplicitAny: as the coordinator says it
const stageOf = (graph: any, name: string) => graph.stages.find((stage: any) => stage.name === name);

const sumIn = ({ sum, count }: { sum: number; count: number }) => ({ sum, count });

/** Halves of squares, in order, of those that do not trap, in sums of ten. */
function sumsOf(items: number): { sum: number; count: number }[] {
  const halves = Array.from({ length: items }, (_, x) => x)
    .filter((x) => x % 10 !== 7)
    .map((x) => Number(squareOf(x)) / 2);
  const groups = Array.from({ length: Math.ceil(halves.length / 10) }, (_, i) =>
    halves.slice(10 * i, 10 * i + 10),
  );
  return groups.map((group) => ({ sum: group.reduce((sum, each) => sum + each, 0), count: group.length }));
}

describe('a graph', () => {
  it('[CH1] feeds stages while those before them compute, joins, groups, and certifies what its rows in order make', async () => {
    const { squares, halves, sums } = chain(500);
    const stages = {
      squares,
      again: squares,
      halves: {
        ...halves,
        from: ['squares', 'again'],
        columns: { value: 'output.result', place: 'again:input.x' },
      },
      sums,
      total: {
        kernel: kernels.sum,
        from: 'halves',
        columns: { values: 'output.half' },
        group: 'all',
      },
    };
    const made = await Promise.all([1, 2].map(() => declare(stages, { idempotencyKey: 'once' })));
    const { graph } = made[0];
    expect(made[1].graph).toBe(graph);
    const others = { squares, halves };
    expect(await declare(others, { idempotencyKey: 'once' })).toMatchObject({
      code: 'IDEMPOTENCY_REUSED',
      details: { graph },
    });
    expect((await declare(stages, { idempotencyKey: 'once', owner: 'somebody else' })).code).toBe(
      'IDEMPOTENCY_REUSED',
    );
    expect(stageOf(made[0], 'halves')).toMatchObject({ state: 'waiting', reason: { code: 'AWAITS_ROWS' } });
    expect((await ann.get(`/v1/graphs/${graph}/certificate`)).body.code).toBe('GRAPH_NOT_CERTIFIED');
    await work();
    const done = await ended(graph);
    expect(done).toMatchObject({ state: 'certified', reason: null });
    expect(stageOf(done, 'sums')).toMatchObject({ attempt: 1, settled: true, skipped: 50, rows: 500 });
    const found = await rowsOf(stageOf(done, 'sums').job);
    expect(found.map(sumIn)).toEqual(sumsOf(500));
    const [total] = await rowsOf(stageOf(done, 'total').job);
    expect(sumIn(total)).toEqual({
      count: 450,
      sum: sumsOf(500).reduce((sum, each) => sum + each.sum, 0),
    });
    const { body: certificate } = await ann.get(`/v1/graphs/${graph}/certificate`);
    checkGraphCertificate(certificate);
    for (const stage of certificate.stages) {
      const own = (await ann.get(`/v1/jobs/${stage.job}/certificate`)).body;
      expect(stage.certificate).toBe(certificateHash(own));
      expect(stage.parts.reduce((sum: number, count: number) => sum + count, 0)).toBe(own.items);
    }
  });
});

describe('[CH5] a graph is steered as a whole', () => {
  it('pauses, resumes and ends all its stages, whose jobs take no orders of their own', async () => {
    const { graph } = await declare(chain(300_000));
    await work();
    const running = await until(async () => {
      const now = await standing(graph);
      return stageOf(now, 'halves').state === 'running' && now;
    });
    const { job } = stageOf(running, 'halves');
    for (const [path, body] of [
      ['pause', undefined],
      ['cancel', undefined],
      ['close', undefined],
      ['inputs', { inputs: { range: { from: 0, to: 1 } } }],
      ['call', { input: [1, 2] }],
    ] as const)
      expect((await ann.post(`/v1/jobs/${job}/${path}`, body)).body.code, path).toBe('JOB_OF_GRAPH');
    const bob = await Caller.withAccount(edge.url, 'bob');
    expect((await bob.post(`/v1/graphs/${graph}/pause`)).body.code).toBe('GRAPH_UNKNOWN');
    const paused = (await ann.post(`/v1/graphs/${graph}/pause`)).body;
    expect(paused.state).toBe('paused');
    expect(paused.stages.map(({ state }: { state: string }) => state)).not.toContain('running');
    expect((await ann.post(`/v1/graphs/${graph}/resume`)).body.state).toBe('running');
    await until(async () => stageOf(await standing(graph), 'halves').state === 'running');
    expect((await ann.post(`/v1/graphs/${graph}/cancel`)).body.state).toBe('cancelled');
    expect((await ann.post(`/v1/graphs/${graph}/cancel`)).body.state).toBe('cancelled');
    expect((await ann.post(`/v1/graphs/${graph}/resume`)).body.code).toBe('GRAPH_STATE');
    await until(async () => {
      const jobs = (await standing(graph)).stages.map(
        ({ progress }: { progress: { state: string } | null }) => progress,
      );
      return jobs.every(
        (progress: { state: string } | null) => progress === null || progress.state === 'cancelled',
      );
    });
  });
});

it('[CH4] rows that failed end a stage that takes none once they are certified, with those behind it; others take only them', async () => {
  const { squares, halves, sums } = chain(40);
  const only = {
    kernel: kernels.square,
    from: 'halves',
    columns: { x: 'index' },
    failed: 'only',
    ...small,
  };
  const { graph } = await declare({
    squares,
    halves,
    strict: { ...sums, failed: 'stop' },
    more: { ...sums, from: 'strict', columns: { values: 'output.sum' }, group: 2 },
    failed: only,
    none: { ...only, from: 'squares' },
  });
  await work();
  const done = await ended(graph);
  expect(done).toMatchObject({ state: 'stopped', reason: { code: 'GRAPH_ROW_FAILED' } });
  expect(stageOf(done, 'strict').reason.sentence).toContain('row 7 of “halves” trapped');
  expect(stageOf(done, 'more').reason.code).toBe('UPSTREAM_STOPPED');
  const rows = await rowsOf(stageOf(done, 'failed').job);
  expect(rows.map(({ result }: { result: string }) => BigInt(result))).toEqual([7, 17, 27, 37].map(squareOf));
  expect(stageOf(done, 'none')).toMatchObject({ state: 'stopped', reason: { code: 'STAGE_EMPTY' } });
});

it('[CH3] a stage that took rows which were refuted before they were certified begins again, and what is behind it', async () => {
  const [liarKey, honestKey] = [newPrivateKey(), newPrivateKey()];
  const [liar, honest] = [addressOf(liarKey), addressOf(honestKey)];
  // Nobody checks: the liar is found out elsewhere, in another job.
  const policy = { kind: 'trusted', devices: [liar, honest], auditPpm: 0 };
  const stages = Object.fromEntries(
    Object.entries(chain(10_000)).map(([name, stage]) => [name, { ...stage, policy }]),
  );
  const { graph } = await declare(stages);
  const squares = stageOf(await standing(graph), 'squares').job as JobId;
  // It falls silent after some rows, so that the stage is neither done nor certified.
  let told = 0;
  const flipped = (output: Uint8Array): Uint8Array => output.map((byte) => byte ^ 1);
  const socket = await work({
    privateKey: liarKey,
    jobs: [squares],
    tamper: (results) => {
      if (told >= 100) return null;
      told += results.length;
      return results.map((result) => ({ ...result, output: flipped(result.output) }));
    },
  });
  const before = await until(async () => {
    const now = await standing(graph);
    return stageOf(now, 'halves').job !== null && now;
  });
  expect(stageOf(before, 'squares').state).toBe('running');
  socket.close();
  const journal = new SqlJournal(edge.app.desk.db);
  const other = 'c'.repeat(32) as CoordinatorId;
  await journal.beat(other);
  await journal.commit(other, batch({ bans: [banOf(liar as DeviceId)] }));
  await work({ privateKey: honestKey });
  const done = await ended(graph);
  expect(done.state).toBe('certified');
  expect(stageOf(done, 'halves')).toMatchObject({
    attempt: 2,
    restarts: [{ job: stageOf(before, 'halves').job, reason: { code: 'ROWS_CHANGED' } }],
  });
  expect((await rowsOf(stageOf(done, 'sums').job)).map(sumIn)).toEqual(sumsOf(10_000));
});

describe('[SE1] what does not fit is refused with stage and field, and nothing runs', () => {
  const refused: readonly [
    string,
    (stages: ReturnType<typeof chain>) => Record<string, unknown>,
    RegExp,
    string,
  ][] = [
    [
      'a circle',
      (s) => ({ a: { ...s.halves, from: 'b' }, b: { ...s.halves, from: 'a' } }),
      /circle/,
      'GRAPH_INVALID',
    ],
    [
      'an unknown stage',
      (s) => ({ ...s, sums: { ...s.sums, from: 'halfs' } }),
      /“sums”, from: no stage is called “halfs”/,
      'GRAPH_INVALID',
    ],
    [
      'an unknown column',
      (s) => ({ ...s, sums: { ...s.sums, columns: { values: 'output.third' } } }),
      /columns\.values: “halves” has no output “third”/,
      'GRAPH_INVALID',
    ],
    [
      'a narrower type',
      (s) => ({ ...s, x: { kernel: kernels.square, from: 'squares', columns: { x: 'output.result' } } }),
      /without loss/,
      'GRAPH_INVALID',
    ],
    [
      'both source and from',
      (s) => ({ ...s, sums: { ...s.sums, source: { range: { from: 0, to: 1 } } } }),
      /either a source/,
      'GRAPH_INVALID',
    ],
    [
      'an unknown kernel',
      (s) => ({ ...s, sums: { ...s.sums, kernel: 'ab'.repeat(32) } }),
      /stage “sums”/,
      'KERNEL_UNKNOWN',
    ],
    [
      'an empty range',
      (s) => ({ ...s, squares: { ...s.squares, source: { range: { from: 0, to: 0 } } } }),
      /stage “squares”/,
      'TABLE_INVALID',
    ],
    [
      'a price without a channel',
      (s) => ({ ...s, sums: { ...s.sums, price: { perCoreHour: '1' }, budget: '1' } }),
      /channel/,
      'GRAPH_INVALID',
    ],
    ['no stage', () => ({}), /1 to 32 stages/, 'GRAPH_INVALID'],
  ];
  it.each(refused)('%s', async (_, change, message, code) => {
    const before = await edge.app.desk.db.query('select id from graph');
    expect(await declare(change(chain(20)))).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await edge.app.desk.db.query('select id from graph')).toEqual(before);
  });
});
