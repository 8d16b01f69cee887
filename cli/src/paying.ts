import { createHash } from 'node:crypto';
import type { Client, Payment } from '@manyhands/sdk';
import { walletKey } from './options.ts';

/** A channel of its own for each job or graph: its deposit is the budget (token units), and nothing else can be owed on it. */
export async function openChannel(
  client: Client,
  {
    wallet,
    budget,
    idempotencyKey,
  }: { readonly wallet?: string; readonly budget: bigint; readonly idempotencyKey: string },
): Promise<Payment> {
  const privateKey = walletKey(wallet);
  const payments = await client.payments();
  // The chain's library is large and only paid jobs need it.
  const { fundChannel, openChain } = await import('./chain/hub-wallet.ts');
  const chain = openChain(payments.rpcUrl, payments.chainId);
  try {
    // Half of it zeros, which cost less gas each time that a voucher is redeemed.
    const salt = `0x${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32).padStart(64, '0')}`;
    const channel = await fundChannel(chain, payments, { privateKey, salt, amount: budget });
    return { channel, signer: { privateKey }, limit: budget };
  } finally {
    chain.destroy();
  }
}
