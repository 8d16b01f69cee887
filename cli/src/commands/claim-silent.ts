import { KnownError } from '@manyhands/protocol';
import { formatTokens } from '@manyhands/sdk';
import type { GuardedHub, HubState } from '../chain/guarded-hub.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { leavesOf, type ProvedLeaf, publishedAt } from '../guard/leaves.ts';
import { type KeptReceipt, keptReceipts, receiptIn } from '../guard/receipts-file.ts';
import { shown } from '../guard/steps.ts';
import { duration } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { walletAddress } from '../wallet-file.ts';

interface Options {
  readonly receipt?: string;
  readonly leaves?: readonly string[];
  readonly relay?: boolean;
  readonly quote?: boolean;
}

/**
 * Pays a kept receipt at a hub that has been silent for long enough, out of what was earned there and is in no root. Needs the
 * chain, the receipt and the newest list of leaves; no coordinator. Any wallet with coins for the gas may send it.
 */
export async function claimSilent(screen: Screen, options: Options, privateKey: string): Promise<ExitCode> {
  if (options.relay || options.quote)
    throw new UsageError('--silent is without the coordinator: --relay and --quote ask it');
  const receipt =
    options.receipt === undefined ? ownReceipt(walletAddress(privateKey)) : receiptIn(options.receipt);
  const { atHub } = await import('../chain/at-hub.ts');
  return atHub(receipt, async (hub) => {
    const state = await hub.state();
    refuseEarly(state, (await hub.terms()).silence);
    const leaf = await leafFor(hub, state, receipt, options.leaves ?? []);
    await redeemKept(screen, hub, { receipt, leaf, privateKey });
    const before = await hub.claimed(receipt.index);
    const tx = await hub.claimReceipt(privateKey, receipt, leaf);
    const amount = (await hub.claimed(receipt.index)) - before;
    screen.line(
      amount === 0n
        ? 'nothing was left to pay: the receipt was paid before, or nothing is earned at the hub that is in no root'
        : `${formatTokens(amount)} HAND paid to ${receipt.account}`,
    );
    screen.result({ account: receipt.account, amount, promised: receipt.cumulative, tx });
    return EXIT.ok;
  });
}

/** The highest that is kept for an account. Throws RECEIPT_MISSING. */
function ownReceipt(account: string): KeptReceipt {
  const own = keptReceipts().filter((receipt) => receipt.account.toLowerCase() === account);
  const [first, ...others] = own;
  if (first === undefined)
    throw new KnownError(
      'RECEIPT_MISSING',
      `no receipt of ${account} is kept here: “manyhands wallet show --coordinator URL” fetches one while the coordinator answers; else name its file with --receipt`,
    );
  if (others.length > 0)
    throw new UsageError(
      `receipts of ${own.length} hubs are kept for ${account}: write the one that is meant into a file, and name it with --receipt`,
    );
  return first;
}

function refuseEarly({ postedAt, now }: HubState, silence: number): void {
  const wait = postedAt + silence - now;
  if (wait <= 0) return;
  throw new KnownError(
    'CHAIN_REFUSED',
    `the hub is not silent yet: receipts are paid when no root was posted for ${duration(silence)}, in ${duration(wait)} at the earliest`,
  );
}

interface Redeeming {
  readonly receipt: KeptReceipt;
  readonly leaf: ProvedLeaf;
  readonly privateKey: string;
}

const VOUCHER_DIGITS = 2 * 144;
/** Vouchers in one transaction: far below what fits. */
const VOUCHERS_AT_ONCE = 200;

/** Redeems the vouchers that were kept with a receipt, as far as it takes: what no epoch redeemed pays no receipt. */
async function redeemKept(
  screen: Screen,
  hub: GuardedHub,
  { receipt, leaf, privateKey }: Redeeming,
): Promise<void> {
  const rooted = leaf.index === receipt.index ? leaf.cumulative : 0n;
  const needed = BigInt(receipt.cumulative) - rooted;
  const digits = (receipt.vouchers ?? '0x').slice(2);
  for (let at = 0; at < digits.length; at += VOUCHER_DIGITS * VOUCHERS_AT_ONCE) {
    if ((await hub.free()) >= needed) return;
    const batch = digits.slice(at, at + VOUCHER_DIGITS * VOUCHERS_AT_ONCE);
    await hub.redeem(privateKey, `0x${batch}`).catch((error) => {
      screen.line(`kept vouchers could not be redeemed: ${error.shortMessage ?? error.message}`);
    });
  }
}

/** The leaf that the hub wants to see with a receipt. Throws LEAVES_MISSING. */
async function leafFor(
  hub: GuardedHub,
  { newestRoot }: HubState,
  receipt: KeptReceipt,
  places: readonly string[],
): Promise<ProvedLeaf> {
  const posted = await hub.posted(newestRoot);
  if (posted === null) return shown([], receipt.index);
  const leaves = await leavesOf(posted, [...places, publishedAt(receipt.coordinator)]);
  if (leaves !== null) return shown(leaves, receipt.index);
  throw new KnownError(
    'LEAVES_MISSING',
    `the leaves ${posted.hash} of epoch ${posted.epoch} are nowhere to be had: give them with --leaves, a file, a folder, or a URL with {hash} in it`,
  );
}
