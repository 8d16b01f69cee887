/** What vouchers bring in at the next epoch. */
import type { Sql } from '../db/db.ts';
import { sumOpen } from '../db/jobs/sum-spent.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { findStep } from '../db/settlement/find-step.ts';
import { readVouchers, type StoredVoucher } from '../db/settlement/read-vouchers.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { Chain, ChannelState, SignedVoucher } from './chain.ts';

/** Channels that the chain is asked of at once. */
const CHANNELS_AT_ONCE = 200;
/**
 * Vouchers in one transaction: half of the bytes that nodes take of one (128 KiB), and a third of its gas. Many small channels must
 * not keep all others from being settled.
 */
export const MOST_VOUCHERS = 450;

export interface Takings {
  readonly redeem: readonly SignedVoucher[];
  /** What the hub has earned once these vouchers are redeemed. */
  readonly earned: bigint;
  /** What was redeemed beyond what channels owe: not anybody's yet, so it waits outside the root. */
  readonly prepaid: bigint;
  /** What of it could be redeemed no more after `exitsUntil`. */
  readonly leaving: bigint;
}

/** `exitsUntil`: seconds since 1970. Amounts are token units. */
export async function takings(
  sql: Sql,
  chain: Chain,
  { earnedBefore, exitsUntil }: { readonly earnedBefore: bigint; readonly exitsUntil: number },
): Promise<Takings> {
  const vouchers = await readVouchers(sql);
  const balances = await readBalances(
    sql,
    vouchers.map((voucher) => channelAccount(voucher.channel)),
  );
  const found: Found[] = [];
  for (const { voucher, state } of await withStates(chain, vouchers)) {
    const charged = -(balances.get(channelAccount(voucher.channel)) ?? 0n);
    found.push({ state, charged, ...(await redeemable(sql, { voucher, state, charged })) });
  }
  const redeemed = new Set(worthMost(found));
  let [earned, prepaid, leaving] = [earnedBefore, 0n, 0n];
  for (const each of found) {
    const gain = redeemed.has(each) ? each.gain : 0n;
    earned += gain;
    const ahead = each.state.spent + gain - tokenUnitsOwed(each.charged);
    if (ahead > 0n) prepaid += ahead;
    if (each.state.exiting && (each.state.exitAt ?? 0) <= exitsUntil) leaving += gain;
  }
  const redeem = found.flatMap((each) => (redeemed.has(each) && each.due !== null ? [each.due] : []));
  return { redeem, earned, prepaid, leaving };
}

/** A channel, and what redeeming its voucher adds. */
interface Found {
  readonly state: ChannelState;
  /** Ledger units. */
  readonly charged: bigint;
  readonly due: SignedVoucher | null;
  readonly gain: bigint;
}

/** What one epoch redeems; the rest waits for the next. By worth alone, so that what was promised out of it is never less later. */
const worthMost = (found: readonly Found[]): Found[] =>
  found
    .filter(({ gain }) => gain > 0n)
    .sort((a, b) => Number(b.gain - a.gain))
    .slice(0, MOST_VOUCHERS);

interface Redeeming {
  readonly voucher: StoredVoucher;
  readonly state: ChannelState;
}

async function withStates(chain: Chain, vouchers: readonly StoredVoucher[]): Promise<Redeeming[]> {
  const found: Redeeming[] = [];
  for (let at = 0; at < vouchers.length; at += CHANNELS_AT_ONCE) {
    const some = vouchers.slice(at, at + CHANNELS_AT_ONCE);
    const states = await Promise.all(some.map(({ channel }) => chain.channel(channel)));
    found.push(...some.map((voucher, i) => ({ voucher, state: states[i] })));
  }
  return found;
}

/** The voucher that is to be redeemed of a channel, and what it adds. */
async function redeemable(sql: Sql, { voucher, state, charged }: Redeeming & { readonly charged: bigint }) {
  const { deposit, spent, exiting } = state;
  // What leaves by an exit pays for nothing any more, and its jobs go on: they are shown as far as vouchers cover them.
  const open = exiting ? await sumOpen(sql, voucher.channel) : 0n;
  const covered = tokenUnitsOwed(charged + open);
  const due = spent < covered ? await dueVoucher(sql, voucher, covered) : null;
  const worth = smaller(due?.cumulative ?? 0n, deposit);
  return { due, gain: worth > spent ? worth - spent : 0n };
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
