/** Brings an epoch's transaction to the chain, until its root is believed. */
import type { Hash, TokenUnits } from '@manyhands/protocol';
import { markDropped, markPosted } from '../db/settlement/close-epoch.ts';
import type { PlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { lockPlaces } from '../db/settlement/lock-places.ts';
import { raiseLeaves } from '../db/settlement/raise-leaves.ts';
import { endWaiting, startWaiting } from '../db/settlement/waiting-since.ts';
import { type Chain, ChainRefused, GAS_TOO_DEAR, type Offer, RELAYER_UNFUNDED } from './chain.ts';
import { decodeLeaves } from './leaf-list.ts';
import { doneWith, follow, keep } from './outbox.ts';
import { placeForEpoch } from './places.ts';
import { type SettlementPorts, termsOf } from './ports.ts';
import { boundOf } from './price-bounds.ts';
import { followChain } from './standing.ts';
import { clauseOf, refusedBecause, type SettlingCode, type SettlingState, stateOf } from './state.ts';

export interface Posted {
  readonly epoch: number;
  readonly tx: string;
  /** The root's sum: all that was ever given to payees, in token units. */
  readonly total: TokenUnits;
  /** How many vouchers were redeemed. */
  readonly vouchers: number;
}

export type Progress =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /**
   * `moving`: a transaction or the hub's delay is waited for: look again in a moment. `waits`: something to settle waits for cheaper
   * gas, more to pay, or coins. `idle`: nothing is under way, and nothing can be settled.
   */
  | { readonly kind: 'moving' | 'waits' | 'idle'; readonly state: SettlingState | null };

export const moving = (code: SettlingCode, figures: Parameters<typeof stateOf>[1] = {}): Progress => ({
  kind: 'moving',
  state: stateOf(code, figures),
});
/** Nobody looked whether there is something new. */
export const IDLE: Progress = { kind: 'idle', state: null };

/**
 * Brings a plan a step on. Its leaves are taken over only when its transaction has the confirmations and the hub's book
 * agrees; what a reorganisation took back is sent again. Idle: the plan was given up.
 */
export async function post(ports: SettlementPorts, plan: PlannedEpoch): Promise<Progress> {
  const standing = await follow(ports, 'epoch', await boundOf(ports, plan));
  if (standing.kind === 'waiting') {
    if (!standing.isDear) return moving('SENT', { epoch: plan.number });
    const { state } = await waits(ports, stateOf('GAS_ROSE', { epoch: plan.number }));
    return { kind: 'moving', state };
  }
  const found = standing.kind === 'mined' ? standing : await postedBefore(ports.chain, plan);
  if (found === null) return sendAnew(ports, plan);
  // A node may know a transaction and answer otherwise from before it.
  const isKnown = (await ports.chain.book()).epoch >= plan.number;
  const { confirmations } = termsOf(ports);
  const { number, total, vouchers } = plan;
  if (!isKnown || found.depth < confirmations)
    return moving('CONFIRMING', { epoch: number, depth: found.depth, confirmations });
  await believe(ports, plan, found.tx);
  // It may have been cancelled before it was believed.
  if (await followChain(ports)) return moving('SENT', { epoch: number });
  return { kind: 'posted', posted: { epoch: number, tx: found.tx, total, vouchers: vouchers.length } };
}

const postedBefore = async (chain: Chain, plan: PlannedEpoch) =>
  (await chain.book()).epoch >= plan.number ? chain.postedBy(plan.number, plan.root) : null;

async function believe(ports: SettlementPorts, plan: PlannedEpoch, tx: string): Promise<void> {
  const leaves = decodeLeaves(await ports.archive.read(plan.leaves as Hash));
  await ports.db.transaction(async (sql) => {
    await doneWith(ports, sql, 'epoch');
    await lockPlaces(sql);
    await markPosted(sql, plan.id, tx);
    await raiseLeaves(sql, leaves);
    await endWaiting(sql);
  });
}

/** Nothing was prepared that may still be mined. */
async function sendAnew(ports: SettlementPorts, plan: PlannedEpoch): Promise<Progress> {
  const { chain, db } = ports;
  if (!(await chain.isActive())) return moving('ROOT_DELAY');
  try {
    const offer = await offerFor(ports, plan);
    await db.transaction(async (sql) => {
      await doneWith(ports, sql, 'epoch');
      await keep(ports, sql, 'epoch', { offer, worth: null });
    });
    await chain.sendPrepared(offer);
    return moving('SENT', { epoch: plan.number });
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    return refused(ports, plan, error);
  }
}

/** Signed, at a price within the epoch's bound. */
async function offerFor(ports: SettlementPorts, plan: PlannedEpoch): Promise<Offer> {
  const call = { kind: 'settle', epoch: plan } as const;
  const { gas } = await ports.chain.gasFor(call);
  const bound = await boundOf(ports, plan);
  return ports.chain.prepare(call, bound({ gas, worth: null }), await placeForEpoch(ports));
}

async function refused(ports: SettlementPorts, plan: PlannedEpoch, error: ChainRefused): Promise<Progress> {
  const { chain, db, report } = ports;
  if (error.reason === GAS_TOO_DEAR || error.reason === RELAYER_UNFUNDED)
    return waits(ports, refusedBecause(error, plan.number));
  // It may have been mined in between.
  if ((await postedBefore(chain, plan)) !== null) return moving('SENT', { epoch: plan.number });
  // Still the next epoch, and yet refused as not: an earlier transaction with this plan is about to be mined.
  // Were it dropped, the places that it gives to newcomers could be given to others.
  const isNext = (await chain.book()).epoch + 1 === plan.number;
  if (isNext && ['WrongEpoch', 'RootPending'].includes(error.reason)) throw error;
  report(`epoch ${plan.number} is given up and planned anew: ${error.message}`);
  await db.transaction(async (sql) => {
    await doneWith(ports, sql, 'epoch');
    await markDropped(sql, plan.id);
  });
  return IDLE;
}

/** Something to settle waits: says why, and since when it does. */
export async function waits(
  { db, report }: SettlementPorts,
  state: SettlingState,
): Promise<{ readonly kind: 'waits'; readonly state: SettlingState }> {
  await startWaiting(db);
  report(`an epoch waits: ${clauseOf(state)}`);
  return { kind: 'waits', state };
}
