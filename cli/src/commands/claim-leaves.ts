import { KnownError } from '@manyhands/protocol';
import { formatTokens } from '@manyhands/sdk';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';
import { walletAddress } from '../wallet-file.ts';

export interface LeavesOptions {
  readonly leaves?: readonly string[];
  readonly rpc?: string;
  readonly hub?: string;
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** Claims with nothing but a chain and a copy of the published leaves: no coordinator is asked. */
export async function claimFromLeaves(
  screen: Screen,
  { leaves = [], rpc, hub }: LeavesOptions,
  privateKey: string,
): Promise<ExitCode> {
  if (leaves.length !== 1 || rpc === undefined || hub === undefined || !ADDRESS.test(hub))
    throw new UsageError('claiming from published leaves takes one --leaves, --rpc and --hub (an address)');
  const { onRpc } = await import('../chain/opened.ts');
  const { claimedOf, leafBytes, provedLeaf } = await import('../chain/leaves.ts');
  const { claimIn } = await import('../guard/leaves.ts');
  const { claimAt } = await import('../chain/channels.ts');
  const address = walletAddress(privateKey);
  const bytes = await leafBytes(leaves[0]);
  return onRpc(rpc, async (chain) => {
    const leaf = await provedLeaf(chain, hub, { bytes, account: address });
    const due = leaf.cumulative - (await claimedOf(chain, hub, leaf.index));
    if (due <= 0n) throw new KnownError('PAYEE_UNROOTED', `all that is settled for ${address} was paid out`);
    const tx = await claimAt(chain, { hub }, privateKey, claimIn(leaf));
    screen.line(`${formatTokens(due)} HAND paid to ${address}`);
    screen.result({ account: address, amount: due, fee: 0n, tx });
    return EXIT.ok;
  });
}
