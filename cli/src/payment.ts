import { createHash } from 'node:crypto';
import { channelId, KnownError } from '@manyhands/protocol';
import type { Client, JobOptions, Payment } from '@manyhands/sdk';
import { UsageError } from './exit-codes.ts';
import { walletAddress, walletKey } from './wallet-file.ts';

interface PayOptions {
  readonly price?: bigint;
  readonly budget?: bigint;
  readonly wallet?: string;
  readonly fromDeposit?: boolean;
}

/**
 * How a job is paid for; nothing for a free one. A channel of its own for each job, whose deposit is the budget, so that
 * nothing else can be owed on it; or, if asked for, the channel that `manyhands deposit` fills.
 */
export async function payFor(
  client: Client,
  { price, budget, wallet, fromDeposit }: PayOptions,
  idempotencyKey: string,
): Promise<JobOptions['pay']> {
  if (price === undefined && budget === undefined) {
    if (fromDeposit) throw new UsageError('--from-deposit pays for a job with --price and --max-cost');
    return undefined;
  }
  if (price === undefined || budget === undefined)
    throw new UsageError('a paid job needs both --price and --max-cost');
  const privateKey = walletKey(wallet);
  const payments = await client.payments();
  // The chain's library is large and only paid jobs need it.
  const { channelState, fundChannel, openChain } = await import('./chain/hub-wallet.ts');
  const { depositChannel } = await import('./chain/channels.ts');
  const chain = openChain(payments.rpcUrl, payments.chainId);
  try {
    if (fromDeposit) {
      const channel = depositChannel(privateKey);
      const { deposit } = await channelState(chain, payments.hub, channel);
      return { perCoreHour: price, budget, payment: { channel, signer: { privateKey }, limit: deposit } };
    }
    // Half of it zeros, which cost less gas each time that a voucher is redeemed.
    const salt = `0x${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32).padStart(64, '0')}`;
    const channel = await fundChannel(chain, payments, { privateKey, salt, amount: budget });
    return { perCoreHour: price, budget, payment: { channel, signer: { privateKey }, limit: budget } };
  } finally {
    chain.destroy();
  }
}

/**
 * How to pay what a running job of this wallet still owes, by the channel that the job names. Throws CHANNEL_UNKNOWN where
 * another wallet pays for it.
 */
export async function paymentOf(client: Client, channel: string, wallet?: string): Promise<Payment> {
  const privateKey = walletKey(wallet);
  const payments = await client.payments();
  const { openChain } = await import('./chain/hub-wallet.ts');
  const { channelsOf } = await import('./chain/channels.ts');
  const chain = openChain(payments.rpcUrl, payments.chainId);
  try {
    const own = await channelsOf(chain, payments, walletAddress(privateKey));
    const found = own.find(({ key }) => channelId(key.researcher, key.signer, key.salt) === channel);
    if (found !== undefined) return { channel: found.key, signer: { privateKey }, limit: found.deposit };
  } finally {
    chain.destroy();
  }
  throw new KnownError(
    'CHANNEL_UNKNOWN',
    `another wallet than ${walletAddress(privateKey)} pays for this job: name its file with --wallet`,
  );
}
