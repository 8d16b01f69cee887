import { createHash } from 'node:crypto';
import { channelId, KnownError } from '@manyhands/protocol';
import type { Client, JobOptions, Payment } from '@manyhands/sdk';
import type { onChain as onChainOf } from './chain/opened.ts';
import { UsageError } from './exit-codes.ts';
import { remembering } from './signing-memory.ts';
import { walletAddress, walletKey } from './wallet-file.ts';

interface PayOptions {
  readonly price?: bigint;
  readonly budget?: bigint;
  readonly wallet?: string;
  readonly fromDeposit?: boolean;
  /** Token units that are signed for on a day (UTC) at most. */
  readonly perDay?: bigint;
}

/**
 * How a job is paid for; nothing for a free one. A channel of its own for each job, whose deposit is the budget, so that
 * nothing else can be owed on it; or, if asked for, the channel that `manyhands deposit` fills.
 */
export async function payFor(
  client: Client,
  { price, budget, wallet, fromDeposit, perDay }: PayOptions,
  idempotencyKey: string,
): Promise<JobOptions['pay']> {
  if (price === undefined && budget === undefined) {
    if (fromDeposit) throw new UsageError('--from-deposit pays for a job with --price and --max-cost');
    if (perDay !== undefined) throw new UsageError('--per-day limits a job with --price and --max-cost');
    return undefined;
  }
  if (price === undefined || budget === undefined)
    throw new UsageError('a paid job needs both --price and --max-cost');
  const payment = fromDeposit
    ? await fromDeposits(client, { wallet, perDay })
    : await openChannel(client, { wallet, budget, idempotencyKey, perDay });
  return { perCoreHour: price, budget, payment };
}

/** A channel of its own for each job or graph: its deposit is the budget (token units), and nothing else can be owed on it. */
export async function openChannel(
  client: Client,
  {
    wallet,
    budget,
    idempotencyKey,
    perDay,
  }: PayOptions & { readonly budget: bigint; readonly idempotencyKey: string },
): Promise<Payment> {
  const privateKey = walletKey(wallet);
  // Half of it zeros, which cost less gas each time that a voucher is redeemed.
  const salt = `0x${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32).padStart(64, '0')}`;
  return onChain(client, async ({ chain, payments }) => {
    const { channelState, fundChannel } = await import('./chain/hub-wallet.ts');
    const channel = await fundChannel(chain, payments, { privateKey, salt, amount: budget });
    const { spent } = await channelState(chain, payments.hub, channel);
    return remembering({ channel, signer: { privateKey }, limit: budget }, { perDay, spent });
  });
}

/** The channel that `manyhands deposit` fills, up to all that is in it. */
async function fromDeposits(client: Client, { wallet, perDay }: PayOptions): Promise<Payment> {
  const privateKey = walletKey(wallet);
  return onChain(client, async ({ chain, payments }) => {
    const { channelState } = await import('./chain/hub-wallet.ts');
    const { depositChannel } = await import('./chain/channels.ts');
    const channel = depositChannel(privateKey);
    const { deposit, spent } = await channelState(chain, payments.hub, channel);
    return remembering({ channel, signer: { privateKey }, limit: deposit }, { perDay, spent });
  });
}

/**
 * How to pay what a running job of this wallet still owes, by the channel that the job names. Throws CHANNEL_UNKNOWN where
 * another wallet pays for it.
 */
export async function paymentOf(client: Client, channel: string, wallet?: string): Promise<Payment> {
  const privateKey = walletKey(wallet);
  const own = await onChain(client, async ({ chain, payments }) => {
    const { channelsOf } = await import('./chain/channels.ts');
    return channelsOf(chain, payments, walletAddress(privateKey));
  });
  const found = own.find(({ key }) => channelId(key.researcher, key.signer, key.salt) === channel);
  if (found !== undefined)
    return remembering({ channel: found.key, signer: { privateKey }, limit: found.deposit }, found);
  throw new KnownError(
    'CHANNEL_UNKNOWN',
    `another wallet than ${walletAddress(privateKey)} pays for this job: name its file with --wallet`,
  );
}

/** {@link onChainOf}, loaded when it is needed: the chain's library is large, and only paid jobs need it. */
const onChain: typeof onChainOf = async (client, act) =>
  (await import('./chain/opened.ts')).onChain(client, act);
