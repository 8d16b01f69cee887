import { type Hash, hashOf, type Payee, type TokenUnits } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { sqlState } from '../db/db.ts';
import { sumOpen } from '../db/jobs/sum-spent.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
import { markDropped, markPosted } from '../db/settlement/close-epoch.ts';
import { findPlannedEpoch, type PlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { findStep } from '../db/settlement/find-step.ts';
import { planEpoch } from '../db/settlement/plan-epoch.ts';
import { raiseLeaves } from '../db/settlement/raise-leaves.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { readVouchers, type StoredVoucher } from '../db/settlement/read-vouchers.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import { type Chain, ChainRefused, type SignedVoucher } from './chain.ts';
import { claimAll, GAS_IS_FREE, type Sponsoring } from './claims.ts';
import { decodeLeaves, encodeLeaves, rootHex, treeOf } from './leaf-list.ts';
import { planLeaves } from './plan.ts';

/** Where the published leaves are kept: the coordinator's blobs. */
export interface LeafArchive {
  add(bytes: Uint8Array): Promise<Hash>;
  read(hash: Hash): Promise<Uint8Array>;
}

export interface SettlementPorts {
  readonly db: Db;
  readonly chain: Chain;
  readonly archive: LeafArchive;
  /** Absent: gas costs nothing. */
  readonly sponsoring?: Sponsoring;
  /** Told what an operator should know: why an epoch waits, or was given up. */
  report(what: string): void;
}

export interface Settlement {
  readonly epoch: number;
  readonly tx: string;
  /** The root's sum: all that was ever given to payees, in token units. */
  readonly total: TokenUnits;
  /** How many vouchers were redeemed. */
  readonly vouchers: number;
  readonly payees: readonly {
    readonly account: Payee;
    readonly cumulative: TokenUnits;
    /** The transaction that claimed for this payee now; null if there was nothing new. */
    readonly claimedTx: string | null;
  }[];
}

/**
 * One settlement epoch: redeems vouchers, posts the cumulative root, waits until it is active and claims for every
 * payee. Null when there is nothing new. Planned in the database before it is sent, and finished first by whoever
 * comes next, so a crash at any point repeats nothing and loses nothing. Call it one at a time per process.
 */
export async function settleEpoch(ports: SettlementPorts): Promise<Settlement | null> {
  const left = await findPlannedEpoch(ports.db);
  let posted = left && (await post(ports, left));
  if (posted === null) {
    const plan = await makePlan(ports);
    posted = plan && (await post(ports, plan));
  }
  const payees = await claimAll(ports.db, ports.chain, ports.sponsoring ?? GAS_IS_FREE);
  return posted && { ...posted, payees };
}

type Posted = Omit<Settlement, 'payees'>;

/** Sends a plan unless the chain has it already. Null: the chain will never take it, and it is dropped. */
async function post(ports: SettlementPorts, plan: PlannedEpoch): Promise<Posted | null> {
  const tx = (await postedBefore(ports.chain, plan)) ?? (await send(ports, plan));
  if (tx === null) {
    await markDropped(ports.db, plan.id);
    return null;
  }
  const leaves = decodeLeaves(await ports.archive.read(plan.leaves as Hash));
  await ports.db.transaction(async (sql) => {
    await markPosted(sql, plan.id, tx);
    await raiseLeaves(sql, leaves);
  });
  return { epoch: plan.number, tx, total: plan.total, vouchers: plan.vouchers.length };
}

async function postedBefore(chain: Chain, plan: PlannedEpoch): Promise<string | null> {
  return (await chain.book()).epoch >= plan.number ? chain.postedBy(plan.number, plan.root) : null;
}

async function send(ports: SettlementPorts, plan: PlannedEpoch): Promise<string | null> {
  const { chain } = ports;
  await chain.untilActive();
  try {
    return await chain.settle(plan);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    // Another process may have sent the same plan in between.
    const tx = await postedBefore(chain, plan);
    if (tx !== null) return tx;
    // Still the next epoch, and yet refused as not: an earlier transaction with this plan is about to be mined.
    // Were it dropped, the places that it gives to newcomers could be given to others.
    const isNext = (await chain.book()).epoch + 1 === plan.number;
    if (isNext && ['WrongEpoch', 'RootPending'].includes(error.reason)) throw error;
    ports.report(`epoch ${plan.number} is given up and planned anew: ${error.message}`);
    return null;
  }
}

/** Decides the next epoch and writes it down. Null: nothing would change, or nothing can be settled now. */
async function makePlan(ports: SettlementPorts): Promise<PlannedEpoch | null> {
  const { db, chain } = ports;
  const book = await chain.book();
  await foldTallies(db);
  const { redeem, earned, prepaid } = await takings(db, chain, book.earned);
  const leafPlan = planLeaves(
    await readLeaves(db),
    await readPayeeBalances(db),
    chain.operator,
    earned - prepaid,
  );
  if (leafPlan === null) {
    ports.report(
      `nothing is settled: vouchers and deposits cover ${earned} token units, less than is rooted already`,
    );
    return null;
  }
  if (leafPlan.short > 0n)
    ports.report(`vouchers lag ${leafPlan.short} token units behind what payees earned`);
  const tree = treeOf(leafPlan.leaves);
  const root = rootHex(tree);
  if (redeem.length === 0 && (root === book.root || tree.sum === 0n)) return null;
  const bytes = encodeLeaves(leafPlan.leaves);
  await ports.archive.add(bytes);
  const epoch = { number: book.epoch + 1, vouchers: redeem, root, leaves: hashOf(bytes) };
  try {
    return { ...epoch, id: await planEpoch(db, epoch, tree.sum), total: tree.sum };
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    ports.report('another coordinator is settling');
    return null;
  }
}

interface Takings {
  readonly redeem: SignedVoucher[];
  /** What the hub has earned once these vouchers are redeemed. */
  readonly earned: bigint;
  /** What was redeemed beyond what channels owe: not anybody's yet, so it waits outside the root. */
  readonly prepaid: bigint;
}

async function takings(sql: Sql, chain: Chain, earnedBefore: bigint): Promise<Takings> {
  const vouchers = await readVouchers(sql);
  const balances = await readBalances(
    sql,
    vouchers.map((voucher) => channelAccount(voucher.channel)),
  );
  const redeem: SignedVoucher[] = [];
  let [earned, prepaid] = [earnedBefore, 0n];
  for (const voucher of vouchers) {
    const { deposit, spent, exiting } = await chain.channel(voucher.channel);
    const charged = -(balances.get(channelAccount(voucher.channel)) ?? 0n);
    const owed = tokenUnitsOwed(charged);
    // What leaves by an exit pays for nothing any more, and its jobs go on: they are shown as far as vouchers cover them.
    const open = exiting ? await sumOpen(sql, voucher.channel) : 0n;
    const covered = tokenUnitsOwed(charged + open);
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
