/** A coordinator that settles, look by look, and what hinders it. */
import type { Db } from '../db/db.ts';
import { ChainRefused } from '../settlement/chain.ts';
import { AT_ONCE, type SettlementPorts } from '../settlement/ports.ts';
import { rootedIn } from '../settlement/rooted.ts';
import { type Step, settleStep, stopLeading } from '../settlement/settle.ts';
import type { World } from './world.ts';

/** Looks of one coordinator, before it lets another one lead. */
const MOST_LOOKS = 12;
/** Longer than a root of the chain in memory waits, in seconds. */
const DELAY = 601;

export interface Settled {
  readonly kind: Step['kind'];
  /** An epoch was believed. */
  readonly isPosted: boolean;
}

/** As `settleEpoch` does, without pauses between looks. */
export async function settle(ports: SettlementPorts): Promise<Settled> {
  let settled: Settled = { kind: 'moving', isPosted: false };
  for (let look = 0; look < MOST_LOOKS && settled.kind === 'moving'; look++) {
    const { kind, posted } = await settleStep(ports, !settled.isPosted);
    settled = { kind, isPosted: settled.isPosted || posted !== null };
  }
  await stopLeading(ports);
  return settled;
}

/** How one coordinator settles: what it waits for, and what it pays for claims. */
export function mannersOf(n: number): Pick<SettlementPorts, 'sponsoring' | 'terms' | 'minedMs'> {
  const coinPrice = 100_000n;
  return {
    minedMs: 0,
    terms: { ...AT_ONCE, confirmations: [0, 0, 1, 2][n % 4] },
    sponsoring: [undefined, { coinPrice, feePpm: 0 }, { coinPrice, feePpm: 1_000_000 }][(n >> 2) % 3],
  };
}

/** Whoever leads is silent for longer than its lease. */
export async function usurp(db: Db): Promise<void> {
  await db.query(`update settling set until = now() - interval '1 second'`);
}

/** What waits in the pool is a minute older. */
export async function grow(db: Db): Promise<void> {
  await db.query(`update outgoing set at = at - interval '1 minute'`);
}

/** A demand of the pending root that nobody answers in time: of a leaf of the root before it, or of a receipt. */
export async function cancelRoot(world: World, n: number): Promise<void> {
  const { db, hub, given } = world;
  if (hub.memory === null || hub.memory.failure !== null) return;
  const { guard } = hub.memory;
  const receipts = [...given.values()];
  const receipt = receipts[n % Math.max(1, receipts.length)];
  const rooted = await rootedIn(db);
  try {
    if (receipt !== undefined && n % 2 === 0) {
      guard.demandReceipt(receipt, hub.researcher);
    } else if (rooted !== null) {
      const leaf = rooted.leaves[n % rooted.leaves.length];
      guard.demandLeaf({ ...leaf, proof: rooted.tree.proof(leaf.index) }, hub.researcher);
    }
    const [demand] = await guard.demands();
    if (demand === undefined) return;
    guard.pass(DELAY);
    guard.closeDemand(demand);
    world.count('root cancelled');
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
  }
}
