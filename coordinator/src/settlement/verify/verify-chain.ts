/** The hub's books beside ours: roots, vouchers, claims. Asks the chain some hundred things at a time. */
import { channelId, hubDomain, isReceiptOf, recoverTyped, VOUCHER } from '@manyhands/protocol';
import type { Db } from '../../db/db.ts';
import { readBalances } from '../../db/ledger/read-balances.ts';
import type { SignedVoucher } from '../../db/settlement/records.ts';
import { pageChannels } from '../../db/verify/page-channels.ts';
import { type PromisedLeaf, pagePromised } from '../../db/verify/page-promised.ts';
import { tokenUnitsOwed } from '../../domain/pay.ts';
import { channelAccount } from '../../ledger/ledger.ts';
import type { Chain } from '../chain.ts';
import { type Checked, counted, finding } from './finding.ts';
import type { Newest } from './verify-leaves.ts';

const PAGE = 100;

/** Vouchers are their signers', channels hold what they were charged, and the hub redeemed nothing that nobody signed. */
export async function* verifyChannels(db: Db, chain: Chain): AsyncGenerator<Checked> {
  let [count, redeemed] = [0, 0n];
  for (let after = ''; ; ) {
    const page = await pageChannels(db, after, PAGE);
    const balances = await readBalances(
      db,
      page.map(({ channel }) => channelAccount(channel)),
    );
    // After the ledger: what was put into a channel only grows.
    const states = await Promise.all(page.map(({ channel }) => chain.channel(channel)));
    for (const [i, { channel, ...voucher }] of page.entries()) {
      const { deposit, spent } = states[i];
      redeemed += spent;
      const account = channelAccount(channel);
      if (voucher.signature !== null && !isSigned(channel, voucher, chain))
        yield finding(
          'VOUCHER_FORGED',
          { account },
          `its voucher of ${voucher.cumulative} is not its signer’s`,
        );
      const signed = voucher.cumulative ?? 0n;
      if (spent > signed)
        yield finding(
          'REDEEMED_UNSIGNED',
          { account },
          `the hub redeemed ${spent} token units, the highest voucher is of ${signed}`,
        );
      const owed = tokenUnitsOwed(-(balances.get(account) ?? 0n));
      // What left by an exit was there when it was charged, if it was not redeemed in time.
      if (owed > deposit && owed > deposit + (await chain.takenOut(channel)))
        yield finding(
          'CHANNEL_OVER_DEPOSIT',
          { account },
          `it was charged ${owed} token units and holds ${deposit}`,
        );
    }
    count += page.length;
    yield counted('channels', count);
    if (page.length < PAGE) break;
    after = page[page.length - 1].channel;
  }
  const { earned } = await chain.book();
  // Others may redeem vouchers of channels that this coordinator never saw.
  if (earned < redeemed)
    yield finding(
      'EARNED_DIFFERS',
      {},
      `the hub earned ${earned} token units, its channels spent ${redeemed}`,
    );
}

function isSigned(
  channel: string,
  { researcher, signer, salt, cumulative, signature }: SignedVoucher,
  chain: Chain,
): boolean {
  if (channelId(researcher, signer, salt) !== channel) return false;
  const domain = hubDomain(chain.chainId, chain.hub);
  const promise = { channel, cumulative: cumulative as bigint };
  return isTrue(() => recoverTyped(domain, VOUCHER, promise, signature) === signer.toLowerCase());
}

/** What is no signature at all is nobody's. */
function isTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

/** The chain has the roots that epochs say, the newest one last; and they promise no more than the hub earned [ST1]. */
export async function* verifyRoots(chain: Chain, { epoch, ofChain }: Newest): AsyncGenerator<Checked> {
  for (const [i, { number, root }] of ofChain.entries()) {
    if ((await chain.postedBy(number, root)) === null)
      yield finding('ROOT_NOT_ON_CHAIN', { txn: `epoch ${number}` }, `the chain never saw its root ${root}`);
    if (i % PAGE === PAGE - 1) yield counted('roots on chain', i + 1);
  }
  yield counted('roots on chain', ofChain.length);
  if (epoch === null) return;
  const book = await chain.book();
  if (book.epoch === epoch.number && book.root !== epoch.root)
    yield finding(
      'ROOT_NOT_ON_CHAIN',
      { txn: `epoch ${epoch.number}` },
      `the hub’s newest root is ${book.root}`,
    );
  if (book.epoch < epoch.number)
    yield finding(
      'ROOT_NOT_ON_CHAIN',
      { txn: `epoch ${epoch.number}` },
      `the hub knows ${book.epoch} epochs`,
    );
  if (epoch.total > book.earned)
    yield finding(
      'ROOT_ABOVE_EARNED',
      { txn: `epoch ${epoch.number}` },
      `it promises ${epoch.total} token units, the hub earned ${book.earned}`,
    );
}

/** What the hub paid is what was claimed at the places, and at none more than its leaf, or a receipt that a silent hub paid. */
export async function* verifyClaims(db: Db, chain: Chain): AsyncGenerator<Checked> {
  // Whoever claims meanwhile is looked for once more.
  for (let tries = 3; ; tries--) {
    const { paid } = await chain.book();
    const found: Checked[] = [];
    let [sum, count] = [0n, 0];
    for (let from = 0; ; ) {
      const some = await pagePromised(db, from, PAGE);
      const claimed = await chain.claimed(some.map(({ index }) => index));
      for (const [i, leaf] of some.entries()) {
        sum += claimed[i];
        if (claimed[i] > mostFor(leaf, chain)) found.push(claimedAbove(leaf, claimed[i]));
      }
      count += some.length;
      yield counted('claims', count);
      if (some.length < PAGE) break;
      from = some[PAGE - 1].index + 1;
    }
    if (tries > 0 && (await chain.book()).paid !== paid) continue;
    yield* found;
    if (sum !== paid)
      yield finding(
        'PAID_DIFFERS',
        {},
        `the hub paid ${paid} token units, at its indexes ${sum} were claimed`,
      );
    return;
  }
}

/** What may be claimed at a place: what its leaf has, or the operator's word, which a silent hub takes for it. */
function mostFor({ index, account, cumulative, receipt }: PromisedLeaf, chain: Chain): bigint {
  if (receipt === null || receipt.cumulative <= cumulative) return cumulative;
  return isTrue(() => isReceiptOf(chain, { index, account, ...receipt })) ? receipt.cumulative : cumulative;
}

const claimedAbove = ({ index, account, cumulative, receipt }: PromisedLeaf, claimed: bigint): Checked =>
  finding(
    'CLAIMED_ABOVE_LEAF',
    { account: `leaf ${index} of ${account}` },
    `${claimed} token units were claimed of ${cumulative}, and ${
      receipt === null
        ? 'no receipt is kept'
        : `the receipt of ${receipt.cumulative} that is kept does not cover it`
    }: under a root, or by a receipt, that is not in the database`,
  );
