import { hashOf, type Payee, type TokenUnits } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rootHex, treeOf } from './leaf-list.ts';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { settled } from './testing/sending.ts';

const DELAY = 600;
/** Wei that the stuck transaction offers at most. */
const LOW = 12n * 10n ** 8n;

let anvil: AnvilChain;
beforeAll(async () => {
  anvil = await startAnvilChain(DELAY);
}, 60_000);
afterAll(() => anvil.stop());

const hex = (value: bigint): string => `0x${value.toString(16)}`;

it('[DM1] an answer takes the place of a transaction that is stuck before it, whosever that is', async () => {
  const { chain, watcher, rpc } = anvil;
  const leaves = [1, 2, 3].map((digit, index) => ({
    index,
    account: `0x${String(digit).repeat(40)}` as Payee,
    cumulative: 0n as TokenUnits,
  }));
  const tree = treeOf(leaves);
  const claims = leaves.map((leaf) => ({ ...leaf, proof: tree.proof(leaf.index) }));
  const answers = claims.map((claim) => ({ claim, demanded: 0n as TokenUnits }));
  for (const number of [1, 2]) {
    await settled(chain, { number, vouchers: [], root: rootHex(tree), leaves: hashOf(new Uint8Array()) });
    if (number === 1) await watcher.pass(DELAY);
  }
  for (const claim of claims) await watcher.demandLeaf(claim);

  // As in blocks that are full of dearer ones: nothing of ours is mined.
  await rpc('evm_setAutomine', false);
  // A relayed claim, say, that was sent before gas became dear.
  const before = await rpc('eth_sendTransaction', {
    ...{ from: chain.operator, to: chain.operator, gas: '0x5208' },
    ...{ maxFeePerGas: hex(LOW), maxPriorityFeePerGas: '0x1' },
  });
  const waiting = await chain.guard.answer(answers);
  expect(waiting.every((outcome) => 'why' in outcome)).toBe(true);
  const answering = chain.guard.answer(answers);
  await expect.poll(offered, { timeout: 10_000 }).toSatisfy(areReplaced);
  await rpc('evm_mine');
  const again = await answering;
  expect(await chain.guard.demands()).toEqual([]);
  expect(again.every((outcome) => 'tx' in outcome)).toBe(true);
  expect(await rpc('eth_getTransactionReceipt', before)).toBeNull();
}, 60_000);

interface Offer {
  readonly to: string;
  readonly maxFeePerGas: string;
}

/** What the operator has in the chain's pool, by its place. */
async function offered(): Promise<Offer[]> {
  const { pending } = (await anvil.rpc('txpool_content')) as {
    pending: Record<string, Record<string, Offer>>;
  };
  const own = Object.entries(pending).find(([by]) => by.toLowerCase() === anvil.chain.operator);
  return Object.entries(own?.[1] ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, offer]) => offer);
}

/** The first three at one price, higher than that of the fourth, which is left over. */
const areReplaced = (offers: readonly Offer[]): boolean =>
  offers.length === 4 &&
  offers.slice(0, 3).every(({ maxFeePerGas }) => maxFeePerGas === offers[0].maxFeePerGas) &&
  BigInt(offers[0].maxFeePerGas) > BigInt(offers[3].maxFeePerGas);
