/** An honest coordinator whose root a stranger doubts, and payees whose coordinator is gone, on a real chain. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import type { Coordinator } from '@manyhands/coordinator';
import { buildSumTree, toHex, unpackedLeaves } from '@manyhands/protocol';
import { manyhands } from '@manyhands/sdk';
import { Contract, type EventLog, JsonRpcProvider, Wallet } from 'ethers';
import { afterEach, expect, it } from 'vitest';
import { WALK, walks } from './kernels.ts';
import { Cleanup, contribute, type PaidChain, startChain, startStack } from './stack.ts';

const HAND = 10n ** 9n;
const DELAYS = { activationDelay: 90, silence: 300 };
const CLI = new URL('../../cli/bin/manyhands.mjs', import.meta.url).pathname;
const run = promisify(execFile);

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

it('[DM1] [RE2] answers a stranger’s demands, also after a restart, and the epoch goes on; a kept receipt is paid without it', async () => {
  const chain = await startChain(cleanup, DELAYS);
  const dir = cleanup.folder();
  const home = cleanup.folder();
  const start = () =>
    startStack(cleanup, {
      ...{ dir, database: { kind: 'pglite', dir: `${dir}/database` } },
      payments: chain.payments,
    });
  const payee = await chain.wallet();
  const provider = new JsonRpcProvider(chain.payments.rpcUrl, undefined, { cacheTimeout: -1 });
  provider.pollingInterval = 50;
  cleanup.add(() => provider.destroy());
  const hub = new Contract(chain.payments.hub, hubAbi, provider);

  const first = await start();
  const { key } = await manyhands(first.url).account('Test researcher');
  const work = (at: Coordinator, earner: string, rows: number) =>
    workAt(at, { chain, key, payee: earner, rows: walks(rows) });
  await work(first, payee.address, 100);
  await settled(first, chain, hub, 1);
  const [post] = (await hub.queryFilter(hub.filters.RootPosted(1), 0)) as EventLog[];
  const published = await fetch(`${first.url}/v1/blobs/${post.args.leavesHash.slice(2)}`);
  const leaves = unpackedLeaves(new Uint8Array(await published.arrayBuffer()));
  const before = await chain.balance(payee.address);
  expect(before).toBeGreaterThan(100n * HAND);

  // The second root is posted, doubted while nobody is there, and doubted again.
  await work(first, payee.address, 150);
  const interrupted = first.settle();
  await expect.poll(async () => Number((await hub.book()).epoch), { timeout: 30_000 }).toBe(2);
  await first.drain();
  // It waits for the delay no longer; nothing is claimed.
  const payees = (await interrupted)?.payees ?? [];
  expect(payees.filter(({ claimedTx }) => claimedTx !== null)).toEqual([]);
  const stranger = await chain.wallet();
  await (await new Contract(chain.payments.token, tokenAbi, stranger).approve(hub, 50n * HAND)).wait();
  const demand = async (index: number): Promise<void> => {
    const proof = buildSumTree(leaves)
      .proof(index)
      .map((word) => `0x${toHex(word)}`);
    const call = new Contract(chain.payments.hub, hubAbi, stranger).getFunction('demandLeaf');
    await (await call({ index, ...leaves[index], proof }, { gasLimit: 500_000 })).wait();
  };
  for (const index of leaves.keys()) await demand(index);
  expect(await open(hub)).toBe(leaves.length);
  const second = await start();
  await expect.poll(() => open(hub), { timeout: 30_000 }).toBe(0);
  await demand(1);
  await expect.poll(() => open(hub), { timeout: 30_000 }).toBe(0);
  await expect
    .poll(async () => (await manyhands(second.url).payments()).demands, { timeout: 30_000 })
    .toEqual({ open: 0, unmet: 0 });
  expect((await manyhands(second.url).payments()).bond).toEqual({ amount: '0', exitAt: null });
  await settled(second, chain, hub, 2);
  expect(await chain.balance(payee.address)).toBeGreaterThan(before);
  expect((await hub.queryFilter('RootCancelled', 0)).length).toBe(0);

  // What comes after it is in no root when the coordinator is gone for good; the receipt and its vouchers are.
  await work(second, payee.address, 120);
  const env = { ...process.env, MANYHANDS_HOME: home, MANYHANDS_WALLET_KEY: payee.privateKey };
  const shown = await run('node', [CLI, 'wallet', 'show', '--coordinator', second.url, '--json'], { env });
  const { receipt } = JSON.parse(shown.stdout);
  expect(receipt).toMatchObject({ account: payee.address.toLowerCase(), dueEpoch: 3 });
  await second.drain();
  await chain.pass(DELAYS.silence);
  const paid = await chain.balance(payee.address);
  const claimed = JSON.parse((await run('node', [CLI, 'claim', '--silent', '--json'], { env })).stdout);
  expect(BigInt(claimed.amount)).toBeGreaterThan(0n);
  expect(await chain.balance(payee.address)).toBe(paid + BigInt(claimed.amount));
  expect(await hub.claimed(receipt.index)).toBe(BigInt(receipt.cumulative));

  // It comes back: its next root has what was paid in silence, and goes on from there.
  const third = await start();
  await work(third, Wallet.createRandom().address, 150);
  await settled(third, chain, hub, 3);
  const [{ args }] = (await hub.queryFilter(hub.filters.RootPosted(3), 0)) as EventLog[];
  const again = await fetch(`${third.url}/v1/blobs/${args.leavesHash.slice(2)}`);
  const leaf = unpackedLeaves(new Uint8Array(await again.arrayBuffer()))[receipt.index];
  expect(leaf.account).toBe(receipt.account);
  expect(leaf.cumulative).toBeGreaterThanOrEqual(BigInt(receipt.cumulative));
}, 480_000);

interface Work {
  readonly chain: PaidChain;
  /** The researcher's: one channel pays for the jobs of one account. */
  readonly key: string;
  readonly payee: string;
  readonly rows: ReturnType<typeof walks>;
}

/** A paid job whose work earns for an address. */
async function workAt({ url }: Coordinator, { chain, key, payee, rows }: Work): Promise<void> {
  const contributor = await contribute(cleanup, url, { payee });
  const job = await manyhands(url, key).run({ source: WALK }, rows, {
    unitItems: 20,
    pay: { perCoreHour: 10n ** 12n, budget: 20n * HAND, payment: chain.payment },
  });
  await job.certified();
  await job.pay();
  await contributor.stop();
}

/** Settles, and lets the activation delay pass as soon as the root is posted. */
async function settled(
  coordinator: Coordinator,
  chain: PaidChain,
  hub: Contract,
  epoch: number,
): Promise<void> {
  const settling = coordinator.settle();
  await expect.poll(async () => Number((await hub.book()).epoch), { timeout: 30_000 }).toBe(epoch);
  await chain.pass(3 * DELAYS.activationDelay);
  await settling;
}

/** Demands that nobody answered. */
async function open(hub: Contract): Promise<number> {
  const [made, answered] = await Promise.all([
    hub.queryFilter('Demanded', 0),
    hub.queryFilter('Answered', 0),
  ]);
  return made.length - answered.length;
}
