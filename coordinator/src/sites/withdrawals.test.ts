/** A withdrawal on two coordinators that share one PostgreSQL. */
import { receiptId, signWithdrawal } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Cluster, startPostgres } from '../db/testing/postgres.ts';
import { contribute } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge } from '../testing/edge.ts';
import { visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let cluster: Cluster;
const edges: Edge[] = [];

beforeAll(async () => {
  cluster = await startPostgres();
  const shared = { database: { kind: 'postgres', url: cluster.url } } as const;
  edges.push(await openEdge(shared), await openEdge(shared));
});
afterAll(async () => {
  for (const edge of edges.reverse()) await edge.close();
  await cluster.stop();
});

it('[CO2] a withdrawal that one coordinator hears ends the session at another, and no other session', async () => {
  const owner = await Caller.withAccount(edges[0].url);
  const origins = ['https://tidepool.example'];
  const terms = { name: 'Tidepool', origins, payee: '', cause: '', sitePpm: 0, visitorPpm: 1e6, causePpm: 0 };
  const { key: site } = (await owner.post('/v1/sites', terms)).body;
  const visit = async (edge: Edge) => {
    const visitor = visitorOf({ site, origin: origins[0] });
    return { ...visitor, socket: await contribute(edge.url, visitor) };
  };
  const [stays, goes] = [await visit(edges[1]), await visit(edges[1])];
  const withdrawal = { device: goes.device, receipt: receiptId(goes.receipt), at: Date.now() };
  const signature = signWithdrawal(goes.privateKey, withdrawal);
  const { status } = await new Caller(edges[0].url).post('/v1/withdrawals', { ...withdrawal, signature });
  expect(status).toBe(200);
  const heard = performance.now();
  expect(await goes.socket.closed).toMatchObject({ reason: 'CONSENT_WITHDRAWN' });
  // Four looks a second; the bound leaves room for a busy machine.
  expect(performance.now() - heard).toBeLessThan(3_000);
  expect(stays.socket.socket.readyState).toBe(stays.socket.socket.OPEN);
  stays.socket.close();
});
