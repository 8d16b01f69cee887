import { encodeRow, unpackResults } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until } from '../testing/edge.ts';

// Compiling and opening a database take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ITEMS = 60;
let edge: Edge;
let ann: Caller;
let worker: RawSocket;

beforeAll(async () => {
  edge = await openEdge();
  ann = await Caller.withAccount(edge.url);
});
afterAll(async () => {
  worker?.close();
  await edge.close();
});

it('anybody may read a unit of certified volunteer science by any of its items, and nothing of it before', async () => {
  const stranger = new Caller(edge.url);
  const { kernel } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const inputs = { range: { from: 0, to: ITEMS } };
  const { job } = (await ann.post('/v1/jobs', { kernel, title: 'squares', inputs, unitItems: 20 })).body;
  const unit = async (item: number | string) => (await stranger.get(`/v1/jobs/${job}/units/${item}`)).body;
  expect(await unit(0)).toMatchObject({ code: 'JOB_NOT_CERTIFIED' });
  await ann.post(`/v1/jobs/${job}/start`);
  worker = await contribute(edge.url);
  await until(async () => (await ann.get(`/v1/jobs/${job}`)).body.state === 'certified');

  const certificate = (await stranger.get(`/v1/jobs/${job}/certificate`)).body;
  let next = 0;
  while (next < ITEMS) {
    const { first, count, build, columns, ...packed } = await unit(next);
    expect({ first, build }).toEqual({ first: next, build: certificate.build });
    expect(columns).toHaveLength(1);
    const bytes = (name: string) => new Uint8Array(Buffer.from(packed[name], 'base64'));
    const results = unpackResults({
      statuses: bytes('statuses'),
      fuels: bytes('fuels'),
      lengths: bytes('lengths'),
      outputs: bytes('outputs'),
    });
    expect(results.map(({ output }) => output)).toEqual(
      Array.from({ length: count }, (_, i) => encodeRow(certificate.outputs, [squareOf(first + i)])),
    );
    expect(await unit(first + count - 1)).toMatchObject({ first, count });
    next += count;
  }
  expect(await unit(ITEMS)).toMatchObject({ code: 'ITEM_UNKNOWN' });
  expect(await unit('all')).toMatchObject({ code: 'REQUEST_INVALID' });
});
