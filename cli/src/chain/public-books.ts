/** What anybody can check of an operator's books: leaves as they were published, and what the hub says. */
import { hubAbi } from '@manyhands/contracts';
import { compareLeaves, counted, decodeLeaves, finding, rootHex, treeOf } from '@manyhands/coordinator';
import { HubLogs } from '@manyhands/coordinator/hub-logs';
import { isKnownError } from '@manyhands/protocol';
import type { Client, LedgerCheck } from '@manyhands/sdk';
import { Contract } from 'ethers';
import { openChain } from './hub-wallet.ts';
import { chainFailure, type OpenChain } from './opened.ts';

type Leaves = ReturnType<typeof decodeLeaves>;

/** As the hub's event says. */
interface Posted {
  readonly epoch: bigint;
  readonly root: string;
  readonly leavesHash: string;
}

/** Calls of the chain at once. */
const AT_ONCE = 100;
/** Findings beyond these are counted and not told. */
const MOST_TOLD = 1_000;

/**
 * Every root that the hub has had is that of leaves which the coordinator publishes under the hash on chain, none of them falls or
 * changes hands, the newest root is within what the hub earned, and what was claimed at the leaves is what it paid. Who earned what for
 * which work is not public. Throws CHAIN_UNREACHABLE and PAYMENTS_OFF.
 */
export async function* verifyPublic(client: Client): AsyncGenerator<LedgerCheck> {
  const payments = await client.payments();
  const chain = openChain(payments.rpcUrl, payments.chainId);
  const counts: Record<string, number> = {};
  let findings = 0;
  try {
    for await (const said of checks(client, { chain, payments })) {
      if (said.kind === 'counted') counts[said.what] = said.count;
      if (said.kind === 'finding' && ++findings > MOST_TOLD) continue;
      yield said;
    }
  } catch (error) {
    throw chainFailure(error, payments.rpcUrl);
  } finally {
    chain.destroy();
  }
  yield { kind: 'verified', findings, counts, told: Math.min(findings, MOST_TOLD) };
}

async function* checks(client: Client, { chain, payments }: OpenChain): AsyncGenerator<LedgerCheck> {
  const hub = new Contract(payments.hub, hubAbi, chain);
  const posted = await standing(new HubLogs(chain, hub, payments.hub));
  let before: Leaves = [];
  for (const { epoch, root, leavesHash } of posted) {
    const txn = `epoch ${epoch}`;
    const leaves = await publishedBy(client, leavesHash.slice(2));
    if (leaves === null) {
      yield finding('LEAVES_LOST', { txn }, `nobody serves the leaves ${leavesHash}`);
      continue;
    }
    const own = rootHex(treeOf(leaves));
    if (own !== root) yield finding('ROOT_DIFFERS', { txn }, `its leaves give the root ${own}, not ${root}`);
    yield* compareLeaves(before, leaves, txn);
    before = leaves;
  }
  yield counted('epochs', posted.length);
  yield counted('leaves', before.length);
  yield* verifyHub(hub, before);
}

/** Roots that count, in their order: one that is cancelled is always the newest. */
async function standing(logs: HubLogs): Promise<Posted[]> {
  const roots: Posted[] = [];
  for (const event of await logs.ever('roots', ['RootPosted', 'RootCancelled']))
    if (event.eventName === 'RootCancelled') roots.pop();
    else roots.push(event.args.toObject() as Posted);
  return roots;
}

async function publishedBy(client: Client, hash: string): Promise<Leaves | null> {
  try {
    return decodeLeaves(await client.blob(hash));
  } catch (error) {
    if (error instanceof RangeError) return null;
    if (isKnownError(error) && ['BLOB_UNKNOWN', 'BLOB_HASH_MISMATCH'].includes(error.code)) return null;
    throw error;
  }
}

async function* verifyHub(hub: Contract, leaves: Leaves): AsyncGenerator<LedgerCheck> {
  const [{ earned, paid, covered }, newest] = await Promise.all([hub.book(), hub.newestRoot()]);
  const tree = treeOf(leaves);
  if (leaves.length > 0 && rootHex(tree) !== newest)
    yield finding(
      'ROOT_NOT_ON_CHAIN',
      {},
      `the newest leaves give the root ${rootHex(tree)}, the hub has ${newest}`,
    );
  if (tree.sum > earned)
    yield finding(
      'ROOT_ABOVE_EARNED',
      {},
      `leaves promise ${tree.sum} token units, the hub earned ${earned}`,
    );
  // What receipts paid in silence beyond the newest root.
  const advanced = rootHex(tree) === newest ? covered - tree.sum : 0n;
  yield* verifyPaid(hub, leaves, { paid, advanced });
}

/**
 * What was claimed at the leaves is what the hub paid, and at none more than it says; but for what a silent hub paid by receipts,
 * at leaves or places without one: whose they are is not public, so that only all of them together are compared.
 */
async function* verifyPaid(
  hub: Contract,
  leaves: Leaves,
  { paid, advanced }: { readonly paid: bigint; readonly advanced: bigint },
): AsyncGenerator<LedgerCheck> {
  const found: LedgerCheck[] = [];
  let [sum, above] = [0n, 0n];
  for (let at = 0; at < leaves.length; at += AT_ONCE) {
    const some = leaves.slice(at, at + AT_ONCE);
    const claimed: bigint[] = await Promise.all(some.map(({ index }) => hub.claimed(index)));
    for (const [i, { index, account, cumulative }] of some.entries()) {
      sum += claimed[i];
      if (claimed[i] <= cumulative) continue;
      above += claimed[i] - cumulative;
      found.push(
        finding(
          'CLAIMED_ABOVE_LEAF',
          { account: `leaf ${index} of ${account}` },
          `${claimed[i]} token units were claimed of ${cumulative}`,
        ),
      );
    }
  }
  yield counted('claims', leaves.length);
  if (sum <= paid && above + paid - sum <= advanced) return;
  yield* found;
  if (sum !== paid)
    yield finding('PAID_DIFFERS', {}, `the hub paid ${paid} token units, at its indexes ${sum} were claimed`);
}
