/** Published leaves: from a copy of them anybody rebuilds the tree and claims, whoever is gone. */
import { hubAbi } from '@manyhands/contracts';
import { HubLogs } from '@manyhands/coordinator/hub-logs';
import { buildSumTree, KnownError, toHex, unpackedLeaves } from '@manyhands/protocol';
import { Contract, type JsonRpcProvider } from 'ethers';
import { bytesAt, type Leaf, type ProvedLeaf, proved } from '../guard/leaves.ts';

/** The bytes of published leaves, from a file or an http address. Throws REQUEST_INVALID where nothing of the sort is there. */
export async function leafBytes(source: string): Promise<Uint8Array> {
  try {
    return await bytesAt(source, '');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new KnownError('REQUEST_INVALID', `no leaves could be read from ${source}: ${why}`, { cause });
  }
}

/**
 * An account's claim under the hub's active root. Throws REQUEST_INVALID where the leaves are of another root, CLAIM_PENDING
 * where they are of one that is not active yet, and PAYEE_UNROOTED where the account is not in them.
 */
export async function provedLeaf(
  chain: JsonRpcProvider,
  hub: string,
  { bytes, account }: { readonly bytes: Uint8Array; readonly account: string },
): Promise<ProvedLeaf> {
  const leaves = leavesIn(bytes);
  await checkRoot(chain, hub, `0x${toHex(buildSumTree(leaves).word)}`);
  const index = leaves.findIndex((leaf) => leaf.account === account.toLowerCase());
  if (index < 0)
    throw new KnownError('PAYEE_UNROOTED', `the leaves of the hub's active root do not name ${account}`);
  return proved(leaves, index);
}

function leavesIn(bytes: Uint8Array): Leaf[] {
  try {
    return unpackedLeaves(bytes).map((leaf, index) => ({ ...leaf, index }));
  } catch (cause) {
    throw new KnownError('REQUEST_INVALID', 'this is no list of leaves: they are 28 bytes each', { cause });
  }
}

async function checkRoot(chain: JsonRpcProvider, hub: string, root: string): Promise<void> {
  const contract = new Contract(hub, hubAbi, chain);
  // The pending block carries the present time; the latest one is as old as the last transaction.
  const active = await contract.activeRoot({ blockTag: 'pending' });
  if (active.root === root) return;
  if ((await contract.newestRoot()) === root)
    throw new KnownError(
      'CLAIM_PENDING',
      'these leaves can be claimed in a while: their root is not active yet',
    );
  const logs = new HubLogs(chain, contract, hub);
  const [posted] = await logs.ever('root', [contract.filters.RootPosted(active.epoch)]);
  const hash = posted === undefined ? '' : String(posted.args.leavesHash).slice(2);
  throw new KnownError(
    'REQUEST_INVALID',
    `these are not the leaves of the hub's active root, of epoch ${active.epoch}: those have the SHA-256 ${hash}`,
  );
}

/** What was claimed of a leaf, in token units. */
export const claimedOf = async (chain: JsonRpcProvider, hub: string, index: number): Promise<bigint> =>
  new Contract(hub, hubAbi, chain).claimed(index);
