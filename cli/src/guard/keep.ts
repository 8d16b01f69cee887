import { isKnownError } from '@manyhands/protocol';
import type { Client, Payments } from '@manyhands/sdk';
import { GuardedHub } from '../chain/guarded-hub.ts';
import type { OpenChain } from '../chain/opened.ts';
import { leavesOf, publishedAt } from './leaves.ts';
import { type KeptReceipt, keepReceipt } from './receipts-file.ts';

/**
 * Fetches an account's newest receipt, checks and keeps it. Null where nothing can be promised yet.
 */
async function fetchReceipt(
  client: Client,
  payments: Payments,
  { account, coordinator }: { readonly account: string; readonly coordinator: string },
): Promise<KeptReceipt | null> {
  const receipt = await client
    .payee(account)
    .receipt(payments)
    .catch((error) => {
      if (isKnownError(error) && error.code === 'RECEIPT_UNCOVERED') return null;
      throw error;
    });
  if (receipt === null) return null;
  const { chainId, hub, operator, rpcUrl } = payments;
  const vouchers = await client.payee(account).dueVouchers();
  return keepReceipt({ ...receipt, chainId, hub, operator, rpcUrl, coordinator, vouchers });
}

/**
 * Keeps what it takes to be paid should the coordinator be gone one day: the newest receipt, and the newest list of leaves.
 * Where something else is done at the coordinator, what goes wrong with these does not stop it; then it is null.
 */
export async function keepForSilence(
  client: Client,
  { chain, payments }: OpenChain,
  whose: { readonly account: string; readonly coordinator: string },
): Promise<KeptReceipt | null> {
  try {
    const receipt = await fetchReceipt(client, payments, whose);
    const hub = new GuardedHub(chain, payments.hub);
    const posted = await hub.posted((await hub.state()).newestRoot);
    if (posted !== null) await leavesOf(posted, [publishedAt(whose.coordinator)]);
    return receipt;
  } catch {
    return null;
  }
}
