import { type Hash, hashOf, type Payee, type TokenUnits } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { sqlState } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
import { addPlaces } from '../db/settlement/add-places.ts';
import { markDropped, markPosted } from '../db/settlement/close-epoch.ts';
import { findPlannedEpoch, type PlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { lockPlaces } from '../db/settlement/lock-places.ts';
import { planEpoch } from '../db/settlement/plan-epoch.ts';
import { raiseLeaves } from '../db/settlement/raise-leaves.ts';
import { readPlaces } from '../db/settlement/read-places.ts';
import { type Chain, ChainRefused, type HubBook } from './chain.ts';
import { claimAll, GAS_IS_FREE, type Sponsoring } from './claims.ts';
import { decodeLeaves, encodeLeaves, rootHex, treeOf } from './leaf-list.ts';
import { planLeaves } from './plan.ts';
import { followChain } from './standing.ts';
import { type Takings, takings } from './takings.ts';

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

/** Has something done in its turn: what is sent to the chain goes one after the other. */
export type Turns = <T>(act: () => Promise<T>) => Promise<T>;

const atOnce: Turns = (act) => act();

/**
 * One settlement epoch: redeems vouchers, posts the cumulative root, waits until it is active and claims for every
 * payee. Null when there is nothing new. Planned in the database before it is sent, and finished first by whoever
 * comes next, so a crash at any point repeats nothing and loses nothing. Call it one at a time per process. It waits
 * outside its turns, so that demands of the root are answered meanwhile; `signal` ends that.
 */
export async function settleEpoch(
  ports: SettlementPorts,
  inTurn: Turns = atOnce,
  signal?: AbortSignal,
): Promise<Settlement | null> {
  await ports.chain.untilActive(signal);
  const posted = await inTurn(() => postEpoch(ports));
  await ports.chain.untilActive(signal);
  const payees = await inTurn(() => claimAll(ports.db, ports.chain, ports.sponsoring ?? GAS_IS_FREE));
  return posted && { ...posted, payees };
}

async function postEpoch(ports: SettlementPorts): Promise<Posted | null> {
  await followChain(ports);
  const left = await findPlannedEpoch(ports.db);
  const posted = left && (await post(ports, left));
  if (posted !== null) return posted;
  const plan = await makePlan(ports);
  return plan && post(ports, plan);
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
  const taken = await takings(db, chain, book.earned);
  try {
    const { plan, says } = await db.transaction((sql) => planWith(sql, ports, book, taken));
    if (says !== null) ports.report(says);
    return plan;
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    ports.report('another coordinator is settling');
    return null;
  }
}

interface Decided {
  readonly plan: PlannedEpoch | null;
  /** For the operator. */
  readonly says: string | null;
}

/** Under a lock, so that nothing is promised meanwhile that the plan would lack [RE2]. */
async function planWith(
  sql: Sql,
  { chain, archive }: SettlementPorts,
  book: HubBook,
  { redeem, earned, prepaid }: Takings,
): Promise<Decided> {
  await lockPlaces(sql);
  const places = await readPlaces(sql);
  const leafPlan = planLeaves(places, await readPayeeBalances(sql), chain.operator, earned - prepaid);
  if (leafPlan === null) return { plan: null, says: uncovered(earned) };
  const says =
    leafPlan.short > 0n ? `vouchers lag ${leafPlan.short} token units behind what payees earned` : null;
  const tree = treeOf(leafPlan.leaves);
  const root = rootHex(tree);
  if (redeem.length === 0 && (root === book.root || tree.sum === 0n)) return { plan: null, says };
  const bytes = encodeLeaves(leafPlan.leaves);
  await archive.add(bytes);
  await addPlaces(sql, leafPlan.leaves.slice(places.length));
  const epoch = { number: book.epoch + 1, vouchers: redeem, root, leaves: hashOf(bytes) };
  return { plan: { ...epoch, id: await planEpoch(sql, epoch, tree.sum), total: tree.sum }, says };
}

const uncovered = (earned: bigint): string =>
  `nothing is settled: vouchers and deposits cover ${earned} token units, less than is rooted or promised already`;
