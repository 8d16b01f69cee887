import type { Sql } from '../db/db.ts';
import { sumOpen } from '../db/jobs/sum-spent.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { findStep } from '../db/settlement/find-step.ts';
import { readVouchers, type StoredVoucher } from '../db/settlement/read-vouchers.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { Chain, SignedVoucher } from './chain.ts';

export interface Takings {
  readonly redeem: SignedVoucher[];
  /** What the hub has earned once these vouchers are redeemed. */
  readonly earned: bigint;
  /** What was redeemed beyond what channels owe: not anybody's yet, so it waits outside the root. */
  readonly prepaid: bigint;
}

/** What the next epoch can redeem, and what the hub has then. Asks the chain for every channel with a voucher. */
export async function takings(sql: Sql, chain: Chain, earnedBefore: bigint): Promise<Takings> {
  const vouchers = await readVouchers(sql);
  const balances = await readBalances(
    sql,
    vouchers.map((voucher) => channelAccount(voucher.channel)),
  );
  const redeem: SignedVoucher[] = [];
  let [earned, prepaid] = [earnedBefore, 0n];
  for (const voucher of vouchers) {
    const { deposit, spent, exiting } = await chain.channel(voucher.channel);
    const owed = tokenUnitsOwed(-(balances.get(channelAccount(voucher.channel)) ?? 0n));
    // What leaves by an exit pays for nothing any more, and its jobs go on: they are shown as far as vouchers cover them.
    const open = exiting ? await sumOpen(sql, voucher.channel) : 0n;
    const covered = owed + tokenUnitsOwed(open);
    const due = spent < covered ? await dueVoucher(sql, voucher, covered) : null;
    const worth = smaller(due?.cumulative ?? 0n, deposit);
    const gain = worth > spent ? worth - spent : 0n;
    if (due !== null && gain > 0n) redeem.push(due);
    earned += gain;
    const ahead = spent + gain - owed;
    if (ahead > 0n) prepaid += ahead;
  }
  return { redeem, earned, prepaid };
}

/** The lowest voucher that covers so much, or else the highest: what was paid ahead is left where it can be withdrawn. */
async function dueVoucher(sql: Sql, highest: StoredVoucher, covered: bigint): Promise<SignedVoucher> {
  const step = highest.cumulative > covered ? await findStep(sql, highest.channel, covered) : null;
  return { ...signed(highest), ...step };
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const signed = ({ researcher, signer, salt, cumulative, signature }: StoredVoucher): SignedVoucher => ({
  researcher,
  signer,
  salt,
  cumulative,
  signature,
});
