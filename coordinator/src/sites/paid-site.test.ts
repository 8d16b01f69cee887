import { addressOf, newPrivateKey, type Payee } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { reconcile } from '../ledger/ledger.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { contribute, type RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, until, withPayments } from '../testing/edge.ts';
import { visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payments = withPayments(0);
const researcher = addressOf(newPrivateKey());
const channel = { researcher, signer: researcher, salt: `0x${'5a'.repeat(32)}` };
const ORIGIN = 'https://tidepool.example';
const [PAYEE, CAUSE, VISITOR] = ['aa', 'cc', 'ee'].map((byte) => `0x${byte.repeat(20)}`);

let edge: Edge;
let ann: Caller;
let visitor: RawSocket;
let key: string;

beforeAll(async () => {
  edge = await openEdge({ payments }, chain);
  ann = await Caller.withAccount(edge.url);
  chain.deposit(researcher, researcher, channel.salt, 1_000_000_000n);
});
afterAll(async () => {
  visitor.close();
  await edge.close();
});

/** A visitor of a new site with a split of 50, 30 and 20 %. */
async function visit(payee: string): Promise<RawSocket> {
  const { body } = await ann.post('/v1/sites', {
    name: 'Tidepool',
    origins: [ORIGIN],
    payee: PAYEE,
    cause: CAUSE,
    sitePpm: 500_000,
    visitorPpm: 300_000,
    causePpm: 200_000,
  });
  key = body.key;
  return contribute(edge.url, { ...visitorOf({ site: body.key, origin: ORIGIN }), payee });
}

it('[LG1] [SA1] what a site’s visitor earns is split as its owner said, and the books balance', async () => {
  const { kernel, schema } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const rows = Array.from({ length: 200 }, (_, i) => [i]);
  const { job } = (
    await ann.post('/v1/jobs', {
      kernel,
      title: 'squares',
      inputs: await ann.table(schema.inputs, rows),
      price: { perCoreHour: '100000000000000' },
      channel,
      unitItems: 20,
      fuelCap: '2000',
      budget: '900000000',
    })
  ).body;
  await ann.post(`/v1/jobs/${job}/start`);
  visitor = await visit(VISITOR);
  const spent = await until(async () => {
    const { body } = await ann.get(`/v1/jobs/${job}`);
    return body.state === 'certified' && BigInt(body.spent);
  });
  expect(await reconcile(edge.app.desk.db)).toEqual({ unbalanced: [], misspent: [] });
  const earned = async (payee: string) => Number((await ann.get(`/v1/payees/${payee}`)).body.earned);
  const [site, mine, cause] = [await earned(PAYEE), await earned(VISITOR), await earned(CAUSE)];
  // [SA1] The site's own accounting says the same: nobody else earned for these addresses.
  expect((await ann.get(`/v1/sites/${key}/totals`)).body.earned).toEqual({
    site: String(site),
    visitors: String(mine),
    cause: String(cause),
  });
  // The referee's audits are the operator's; the rest is the visitor's work. A fraction of a token unit stays in the ledger.
  const whole = site + mine + cause;
  expect(mine).toBeGreaterThan(1_000);
  expect(whole).toBeLessThanOrEqual(Number(spent));
  expect(Math.abs(site - 0.5 * whole)).toBeLessThanOrEqual(2);
  expect(Math.abs(mine - 0.3 * whole)).toBeLessThanOrEqual(2);
  expect(Math.abs(cause - 0.2 * whole)).toBeLessThanOrEqual(2);
});
