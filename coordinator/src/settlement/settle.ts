import { isKnownError } from '@manyhands/protocol';
import { findPlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { giveLead, keepLead, takeLead } from '../db/settlement/take-lead.ts';
import { type ClaimedLeaf, claimAll } from './claims.ts';
import { LeadLost } from './outbox.ts';
import { plan } from './planning.ts';
import { nameOf, type SettlementPorts } from './ports.ts';
import { IDLE, type Posted, type Progress, post } from './posting.ts';
import { followChain } from './standing.ts';
import { note, noteRest, type SettlingState, stateOf } from './state.ts';

export type { LeafArchive, SettlementPorts, SettlementTerms } from './ports.ts';

/** A coordinator that fell silent is replaced after so many seconds as the one that settles. */
const LEAD_SECONDS = 20;
/** Between two looks at what is under way: soon at first, then ever more seldom; and how long {@link settleEpoch} looks at most. */
const LOOK_MS = { least: 50, most: 2_000 };
const SETTLE_MS = 600_000;

export interface Settlement extends Posted {
  readonly payees: readonly ClaimedLeaf[];
}

/** How far settling came by one look. */
export interface Step {
  /**
   * `moving`: look again in a moment. `waits`: something to settle waits for cheaper gas, more to pay, or coins. `led`:
   * another coordinator settles. `done`: nothing is left to do now.
   */
  readonly kind: 'moving' | 'waits' | 'led' | 'done';
  readonly posted: Posted | null;
  readonly payees: readonly ClaimedLeaf[];
}

/** Makes this coordinator the one that sends; false where another is. */
export const lead = (ports: SettlementPorts): Promise<boolean> =>
  takeLead(ports.db, nameOf(ports), LEAD_SECONDS);

/** For one that is busy, which is not silent: if it leads, it leads on. */
export const leadOn = (ports: SettlementPorts): Promise<void> =>
  keepLead(ports.db, nameOf(ports), LEAD_SECONDS);

export const stopLeading = (ports: SettlementPorts): Promise<void> => giveLead(ports.db, nameOf(ports));

/**
 * Brings settlement a step on: the epoch under way if there is one, else a new one if `mayPlan`, then the claims that the
 * operator pays for. Everything is decided and kept in the database before it is sent, and finished first by whoever comes
 * next, so a crash at any point repeats nothing and loses nothing. Call it one at a time per process.
 */
export async function settleStep(ports: SettlementPorts, mayPlan: boolean): Promise<Step> {
  try {
    if (!(await lead(ports))) return { kind: 'led', posted: null, payees: [] };
    const { state, ...step } = await stepOn(ports, mayPlan);
    await (state === null ? noteRest(ports) : note(ports, state));
    return step;
  } catch (error) {
    if (error instanceof LeadLost) return { kind: 'led', posted: null, payees: [] };
    const isAway = isKnownError(error) && error.code === 'CHAIN_UNREACHABLE';
    await note(ports, stateOf(isAway ? 'CHAIN_AWAY' : 'FAILED')).catch(() => undefined);
    throw error;
  }
}

/** A step, and how settlement stands after it; null: nothing is under way, and nobody looked for something new. */
async function stepOn(
  ports: SettlementPorts,
  mayPlan: boolean,
): Promise<Step & { readonly state: SettlingState | null }> {
  const progress = await nextEpoch(ports, mayPlan);
  const posted = progress.kind === 'posted' ? progress.posted : null;
  const found = progress.kind === 'posted' ? null : progress.state;
  if (progress.kind === 'moving') return { kind: 'moving', posted, payees: [], state: found };
  const { payees, isDone, isEarly } = await claimAll(ports);
  const under = stateOf(isEarly ? 'ROOT_DELAY' : 'CLAIMING');
  if (!isDone) return { kind: 'moving', posted, payees, state: under };
  return { kind: progress.kind === 'waits' ? 'waits' : 'done', posted, payees, state: found };
}

async function nextEpoch(ports: SettlementPorts, mayPlan: boolean): Promise<Progress> {
  await followChain(ports);
  const left = await findPlannedEpoch(ports.db);
  const progress = left === null ? IDLE : await post(ports, left);
  return progress.kind === 'idle' && mayPlan ? plan(ports) : progress;
}

/** Has something done in its turn: what is sent to the chain goes one after the other. */
export type Turns = <T>(act: () => Promise<T>) => Promise<T>;

const atOnce: Turns = (act) => act();

/**
 * One settlement epoch: redeems vouchers, posts the cumulative root, waits until it is believed and active, and claims for
 * payees. Null when nothing was settled. It waits outside its turns, so that demands of the root are answered meanwhile. Gives
 * up looking after ten minutes, or when `signal` says so; a later call goes on.
 */
export async function settleEpoch(
  ports: SettlementPorts,
  inTurn: Turns = atOnce,
  signal?: AbortSignal,
): Promise<Settlement | null> {
  const begin = performance.now();
  const claimed = new Map<string, ClaimedLeaf>();
  let posted: Posted | null = null;
  for (;;) {
    const mayPlan = posted === null;
    const step: Step = await inTurn(() => settleStep(ports, mayPlan));
    posted ??= step.posted;
    for (const leaf of step.payees)
      if (leaf.claimedTx !== null || claimed.get(leaf.account)?.claimedTx == null)
        claimed.set(leaf.account, leaf);
    const isOver = step.kind === 'done' || step.kind === 'waits';
    const waited = performance.now() - begin;
    if (isOver || signal?.aborted || waited > SETTLE_MS)
      return posted && { ...posted, payees: [...claimed.values()] };
    const pause = Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, waited / 20));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
