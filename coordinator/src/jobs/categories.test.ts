/** Contributors choose what jobs may be for. */
import type { AcceptFrame, CoordinatorFrame } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contribute, helloTo, RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

let edge: Edge;
let ann: Caller;
let kernel: string;
beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
  kernel = (await ann.post('/v1/kernels', { source: SQUARES })).body.kernel;
});
afterAll(() => edge.close());

const quote = (category?: string) =>
  ann.post('/v1/jobs', {
    kernel,
    title: `for ${category}`,
    unitItems: 10,
    inputs: { range: { from: 0, to: 100_000 } },
    category,
  });
async function start(category?: string): Promise<string> {
  const { job } = (await quote(category)).body;
  await ann.post(`/v1/jobs/${job}/start`);
  return job;
}
const standing = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;
async function done(job: string): Promise<number> {
  const { held, final } = await standing(job);
  return held + final;
}
/** The titles of all jobs of which a socket was told since its frame of this number. */
const told = (socket: RawSocket, from = 0) =>
  socket.frames.slice(from).flatMap((frame) => (frame.kind === 'job' ? [frame.title] : []));
const accepting = (chosen: Partial<AcceptFrame>): AcceptFrame => ({
  kind: 'accept',
  categories: [],
  jobs: [],
  others: 1,
  ...chosen,
});
const lastCode = (socket: RawSocket) =>
  (
    socket.frames.findLast((frame) => frame.kind === 'standing') as Extract<
      CoordinatorFrame,
      { kind: 'standing' }
    >
  )?.code;

it('[CT1] a session is given jobs of the categories that it accepts and nothing else, also when it changes its mind', async () => {
  const art = await start('art');
  const other = await start();
  expect(await standing(art)).toMatchObject({ category: 'art' });
  expect(await standing(other)).toMatchObject({ category: 'other' });
  const worker = await contribute(edge.url, { accepts: ['medicine'] });
  await until(async () => lastCode(worker) === 'NOT_ACCEPTED');
  expect(told(worker)).toEqual([]);
  await until(async () => (await standing(art)).reason?.code === 'NOT_ACCEPTED');

  const medicine = await start('medicine');
  await until(async () => (await done(medicine)) > 0);
  expect(told(worker)).toEqual(['for medicine']);
  expect(await standing(art)).toMatchObject({ executed: 0 });

  worker.send(accepting({ categories: ['art', 'something from a later version'] }));
  await until(async () => (await done(art)) > 0);
  expect(told(worker)).toEqual(['for medicine', 'for art']);
  // What of the other category was on its way came before; nothing follows.
  const last = worker.frames.length;
  const number = worker.frames.find((frame) => frame.kind === 'job' && frame.title === 'for medicine');
  await until(async () => worker.frames.length > last + 20);
  const jobs = worker.frames.slice(last).flatMap((frame) => (frame.kind === 'assign' ? [frame.job] : []));
  expect(jobs.length).toBeGreaterThan(0);
  expect(jobs).not.toContain((number as { number: number }).number);

  worker.send(accepting({}));
  await until(async () => (await done(other)) > 0);
  worker.close();
  for (const job of [art, other, medicine]) await ann.post(`/v1/jobs/${job}/cancel`);
});

it('[CT1] what is no category of the list cannot be declared', async () => {
  for (const category of ['mining', 'passwords', ''])
    expect((await quote(category)).body.code).toBe('REQUEST_INVALID');
});

it('[CT2] a session is given the job that it chose and no other, and is told when that has ended', async () => {
  const chosen = await start('art');
  const other = await start();
  const worker = await contribute(edge.url, { jobs: [chosen] });
  await until(async () => (await done(chosen)) > 0);
  expect(await standing(other)).toMatchObject({ executed: 0 });
  await ann.post(`/v1/jobs/${chosen}/cancel`);
  await until(async () => lastCode(worker) === 'CHOSEN_JOBS_IDLE');
  expect(await standing(other)).toMatchObject({ executed: 0 });
  worker.send(accepting({ jobs: [chosen], others: 1 }));
  await until(async () => (await done(other)) > 0);
  worker.close();
  await ann.post(`/v1/jobs/${other}/cancel`);
});

it.each([
  ['categories', 'categories'],
  ['jobs', 'jobs'],
] as const)('[SE1] a session that names too many %s is refused with a code', async (_, list) => {
  const socket = new RawSocket(edge.url);
  const challenge = await socket.frame('challenge');
  if (challenge) socket.send(helloTo(challenge));
  await socket.frame('welcome');
  socket.send(accepting({ [list]: Array.from({ length: 65 }, (_, i) => `c${i}`) }));
  expect((await socket.closed).reason).toBe('FRAME_INVALID');
});
