/** A coordinator that settles, look by look, and what hinders it. */
import type { Db } from '../db/db.ts';
import { ChainRefused } from '../settlement/chain.ts';
import type { MemoryGuard } from '../settlement/memory-guard.ts';
import { clearWay } from '../settlement/places.ts';
import { AT_ONCE, type SettlementPorts } from '../settlement/ports.ts';
import { relayClaims } from '../settlement/relay.ts';
import { rootedIn } from '../settlement/rooted.ts';
import { lead, type Step, settleStep, stopLeading } from '../settlement/settle.ts';
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

/** As `Payments` does, without pauses between looks. */
export async function settle(ports: SettlementPorts): Promise<Settled> {
  let settled: Settled = { kind: 'moving', isPosted: false };
  for (let look = 0; look < MOST_LOOKS && settled.kind === 'moving'; look++) {
    const { kind, posted } = await settleStep(ports, !settled.isPosted);
    settled = { kind, isPosted: settled.isPosted || posted !== null };
    if (await lead(ports)) await clearWay(ports);
  }
  await stopLeading(ports);
  return settled;
}

/** Token units for a coin: a claim costs some units, so that terms have a fee. */
export const GAS = { coinPrice: 10_000n, confirmations: 0 };
export const NOW = 1_700_000_000;

/** As `Payments` does where claims on terms are due. */
export async function relay(ports: SettlementPorts): Promise<void> {
  if (!(await lead(ports))) return;
  await clearWay(ports);
  await relayClaims({ ...ports, gas: GAS }, NOW);
  await stopLeading(ports);
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

/** A demand of the pending root that nobody answers in time. */
export async function cancelRoot(world: World, n: number): Promise<void> {
  const { memory } = world.hub;
  if (memory === null || memory.failure !== null) return;
  const { guard } = memory;
  if (!demandsReceipt(world, guard, n) && !(await demandsLeaf(world, guard, n))) return;
  const [demand] = await guard.demands();
  guard.pass(DELAY);
  guard.closeDemand(demand);
  world.count('root cancelled');
}

/** Of a receipt that is due; false where the hub refuses it. */
function demandsReceipt({ hub, given }: World, guard: MemoryGuard, n: number): boolean {
  const receipts = [...given.values()];
  if (receipts.length === 0) return false;
  return taken(() => guard.demandReceipt(receipts[n % receipts.length], hub.researcher));
}

/** Of a leaf of the root before it; false where the hub refuses it. */
async function demandsLeaf({ db, hub }: World, guard: MemoryGuard, n: number): Promise<boolean> {
  const rooted = await rootedIn(db);
  if (rooted === null) return false;
  const leaf = rooted.leaves[n % rooted.leaves.length];
  return taken(() => guard.demandLeaf({ ...leaf, proof: rooted.tree.proof(leaf.index) }, hub.researcher));
}

function taken(demand: () => void): boolean {
  try {
    demand();
    return true;
  } catch (error) {
    if (error instanceof ChainRefused) return false;
    throw error;
  }
}
