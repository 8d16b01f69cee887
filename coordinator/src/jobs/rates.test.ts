/** A job whose samples are nicer than its items, through a whole coordinator with the sandboxed referee. */
import { addressOf, encodeRow, newPrivateKey, type Payee, tableRoot, type Value } from '@manyhands/protocol';
import { trial } from '@manyhands/wasm-kernels';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { reconcile } from '../ledger/ledger.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, until, withPayments } from '../testing/edge.ts';
import { samplePlaces } from './inputs.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

/** With a chain of square roots among them, additions take several times as long for their fuel. */
const KERNEL = `
export function work(roots: bool, seed: i32): f64 {
  let x: f64 = seed;
  let sum: u32 = seed;
  if (roots) {
    for (let i: u32 = 0; i < 4000000; i++) { x = Math.sqrt(x + 2); sum += i; sum ^= i; sum += i; sum ^= i; }
  } else {
    for (let i: u32 = 0; i < 4000000; i++) { sum += i; sum ^= i; sum += i; sum ^= i; }
  }
  return x + sum;
}`;
const ITEMS = 280;
const researcherKey = newPrivateKey();
const researcher = addressOf(researcherKey);
const channel = { researcher, signer: researcher, salt: `0x${'7b'.repeat(32)}` };
const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(50_000);

let edge: Edge;
let ann: Caller;
const workers: RawSocket[] = [];
beforeAll(async () => {
  edge = await openEdge({ payments, tuning: { timedPpm: 100_000 } }, chain);
  ann = await Caller.withAccount(edge.url);
  chain.deposit(researcher, researcher, channel.salt, 10n ** 12n);
});
afterAll(async () => {
  for (const worker of workers) worker.close();
  await edge?.close();
});

type Columns = Parameters<typeof encodeRow>[0];

/** Half of the rows are slow; a seed is sought with which the trial samples none of those. */
function niceToTheTrial(columns: Columns): Value[][] {
  for (let salt = 0; ; salt++) {
    const rows = Array.from({ length: ITEMS }, (_, i) => [i % 2 === 1, salt * ITEMS + i]);
    const encoded = rows.map((row) => encodeRow(columns, row));
    if (samplePlaces(ITEMS, tableRoot(encoded), 0).every((at) => at % 2 === 0)) return rows;
  }
}

const rates = async (): Promise<number[]> =>
  (await edge.app.desk.db.query<{ rate: number }>('select rate from slice order by first')).map(
    (slice) => slice.rate,
  );

it('[RT1] later slices pay more once the referee has seen what the items really take', async () => {
  const { kernel, schema } = (await ann.post('/v1/kernels', { source: KERNEL })).body;
  const inputs = await ann.table(schema.inputs, niceToTheTrial(schema.inputs));
  const asked = { kernel, title: 'roots', inputs, channel, unitItems: 10, budget: '900000000000' };
  const { body } = await ann.post('/v1/jobs', { ...asked, price: { perCoreHour: '1000000000' } });
  await ann.post(`/v1/jobs/${body.job}/start`);
  workers.push(await contribute(edge.url, { payee: addressOf(newPrivateKey()) }));
  const certified = async () => (await ann.get(`/v1/jobs/${body.job}`)).body.state === 'certified';
  await until(certified, 240_000);

  const wasm = await edge.app.desk.blobs.read(kernel);
  const fair = Array.from({ length: 8 }, (_, i) => encodeRow(schema.inputs, [i % 2 === 1, i]));
  const { rate: real } = await trial({ wasm, inputs: fair, fuelCap: 10n ** 10n });
  const paid = await rates();
  // Wide bounds: how many slices are carved before the referee has timed enough depends on the machine. That they come
  // close is proved with a simulated referee (simulation/rate.test.ts).
  const last = paid.at(-1) as number;
  expect(last / paid[0]).toBeGreaterThan(1.2);
  expect(last / real).toBeGreaterThan(0.25);
  expect(last / real).toBeLessThan(2.5);
  paid.slice(1).forEach((rate, i) => {
    expect(rate).toBeLessThanOrEqual(2 * paid[i]);
  });

  // What was charged is what each slice's rate gives, and the books are right.
  expect(await reconcile(edge.app.desk.db)).toMatchObject({ unbalanced: [], misspent: [] });
  const slices = await edge.app.desk.db.query<{ spent: number; rate: number; fuel: number }>(
    'select spent::float8 as spent, rate, final_fuel::float8 as fuel from slice',
  );
  for (const { spent, rate, fuel } of slices) {
    const work = (fuel * rate * 1e15) / 3.6e21;
    expect(spent / work).toBeGreaterThan(0.99);
    expect(spent / work).toBeLessThan(1.01);
  }
});

it('tells how far fuel × rate and time disagree, of devices only on this machine', async () => {
  const { body } = await ann.get('/v1/rates?by=device');
  const referee = body.rows.find((row: { agent: string }) => row.agent === 'referee');
  expect(referee).toMatchObject({ name: 'work', device: 'referee' });
  expect(referee.count).toBeGreaterThan(5);
  expect(referee.low).toBeGreaterThan(0);
  expect(referee.high).toBeGreaterThanOrEqual(referee.median);
  const device = body.rows.find((row: { agent: string }) => row.agent === 'test');
  expect(device.device).toMatch(/^0x[0-9a-f]{40}$/);
  const engines = (await ann.get('/v1/rates')).body;
  expect(engines.by).toBe('engine');
  expect(engines.rows.every((row: { device: unknown }) => row.device === null)).toBe(true);
  expect((await ann.get('/v1/rates?by=name')).status).toBe(400);
});
