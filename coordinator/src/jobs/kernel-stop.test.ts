/** The operator's kill switch, on two coordinators that share one PostgreSQL. */
import type { CoordinatorFrame } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Cluster, startPostgres } from '../db/testing/postgres.ts';
import { contribute, helloTo, RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until } from '../testing/edge.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ADMIN_KEY = 'an-admin-key-of-this-test-and-no-other';
const SECONDS = 3;

let cluster: Cluster;
const edges: Edge[] = [];
const sockets: RawSocket[] = [];
let ann: Caller;
let admin: Caller;

beforeAll(async () => {
  cluster = await startPostgres();
  const shared = {
    database: { kind: 'postgres', url: cluster.url },
    adminKey: ADMIN_KEY,
    tuning: { graceMs: 500 },
  } as const;
  edges.push(await openEdge(shared));
  // The bytes of kernels are files that all coordinators of a database share.
  edges.push(await openEdge({ ...shared, dir: edges[0].dir }));
  ann = await Caller.withAccount(edges[0].url);
  admin = new Caller(edges[0].url);
  admin.key = ADMIN_KEY;
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  for (const edge of edges.reverse()) await edge.close();
  await cluster.stop();
});

/** Takes what it is given and computes nothing of it. */
async function sleeper(url: string): Promise<RawSocket> {
  const socket = new RawSocket(url);
  sockets.push(socket);
  const challenge = await socket.frame('challenge');
  if (challenge === null) throw new Error('no challenge');
  socket.send(helloTo(challenge));
  await socket.frame('welcome');
  socket.send({ kind: 'want', seats: 1 });
  return socket;
}

const namesOf = (socket: RawSocket, kind: 'assign' | 'cancel') =>
  socket.frames
    .filter((frame) => frame.kind === kind)
    .map((frame) => (frame as { assignment: string }).assignment);
const isRecalled = (socket: RawSocket) => {
  const cancelled = new Set(namesOf(socket, 'cancel'));
  return namesOf(socket, 'assign').every((assignment) => cancelled.has(assignment));
};
const standing = async (job: string) => (await ann.get(`/v1/jobs/${job}`)).body;
const lastStanding = (socket: RawSocket) =>
  socket.frames.filter((frame) => frame.kind === 'standing').at(-1) as
    | Extract<CoordinatorFrame, { kind: 'standing' }>
    | undefined;

it('[KS1] a stopped kernel is recalled everywhere within seconds, waits with the reason, and goes on once it is lifted', async () => {
  const { kernel } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const { build } = (await ann.get(`/v1/kernels/${kernel}`)).body;
  const ask = {
    kernel,
    title: 'squares',
    unitItems: 10,
    fuelCap: '5000',
    inputs: { range: { from: 0, to: 1_000_000 } },
  };
  const { job } = (await ann.post('/v1/jobs', ask)).body;
  await ann.post(`/v1/jobs/${job}/start`);
  const workers = await Promise.all(edges.map(({ url }) => contribute(url)));
  sockets.push(...workers);
  // Before there are sleepers, who leave audits lying.
  await until(async () => (await standing(job)).final > 0);
  const sleepers = await Promise.all(edges.map(({ url }) => sleeper(url)));
  await until(async () => sleepers.every((socket) => namesOf(socket, 'assign').length > 0));

  const url = `/v1/admin/kernels/${kernel}`;
  expect((await ann.post(`${url}/stop`, { reason: 'no' })).body.code).toBe('ADMIN_REFUSED');
  expect((await new Caller(edges[0].url).get(url)).body.code).toBe('ADMIN_REFUSED');
  expect((await admin.post(`${url}/stop`, { reason: ' ' })).body.code).toBe('REQUEST_INVALID');
  const reply = await admin.post(`${url}/stop`, { reason: 'it cracks passwords' });
  expect(reply.body).toMatchObject({
    stoppedReason: 'it cracks passwords',
    decisions: [{ decision: 'stop' }],
  });

  await until(async () => sleepers.every(isRecalled), SECONDS * 1_000);
  const given = workers.map((socket) => namesOf(socket, 'assign').length);
  // Both its work and audits of it: nothing more reaches a device.
  await new Promise((wake) => setTimeout(wake, 1_500));
  expect(workers.map((socket) => namesOf(socket, 'assign').length)).toEqual(given);
  expect(sleepers.every(isRecalled)).toBe(true);
  await until(async () => workers.every((socket) => lastStanding(socket)?.code === 'KERNEL_STOPPED'));
  const waiting = await standing(job);
  expect(waiting).toMatchObject({ state: 'running', inFlight: 0, reason: { code: 'KERNEL_STOPPED' } });
  expect(waiting.reason.sentence).toContain('it cracks passwords');

  for (const { url: base } of edges) {
    const caller = new Caller(base);
    caller.key = ann.key;
    for (const path of [`/v1/builds/${build}`, `/v1/blobs/${build}`, `/v1/blobs/${kernel}`])
      expect((await caller.get(path)).body.code, path).toBe('KERNEL_STOPPED');
    expect((await caller.post('/v1/jobs', ask)).body.code).toBe('KERNEL_STOPPED');
  }
  expect((await ann.post('/v1/kernels', { source: SQUARES })).body.code).toBe('KERNEL_STOPPED');
  expect((await ann.get(`/v1/kernels/${kernel}`)).body.stoppedReason).toBe('it cracks passwords');

  // Whoever leaves gets what is held for it looked at by the referee alone; what was never done is not paid.
  const before = await standing(job);
  workers[1].close();
  const settled = await until(async () => {
    const now = await standing(job);
    return now.final > before.final && now;
  });
  expect(settled.final).toBeLessThanOrEqual(settled.executed);
  expect(settled.final + settled.held).toBeLessThanOrEqual(before.final + before.held);
  expect(workers.map((socket) => namesOf(socket, 'assign').length)).toEqual(given);

  await admin.post(`${url}/lift`, { reason: '' });
  await until(async () => (await standing(job)).final > settled.final);
  expect((await ann.get(`/v1/builds/${build}`)).status).toBe(200);
  await until(async () => namesOf(workers[0], 'assign').length > given[0]);
  const [row] = (await ann.get(`/v1/jobs/${job}/results?follow=0`)).body.split('\n');
  expect(BigInt(JSON.parse(row).result)).toBe(squareOf(0));
  expect((await admin.get(url)).body.decisions.map(({ decision }: { decision: string }) => decision)).toEqual(
    ['lift', 'stop'],
  );
  await ann.post(`/v1/jobs/${job}/cancel`);
});
