/** Tells contributors what they have done and earned, and why nothing is sent if nothing is. */
import { LEDGER_UNITS_PER_TOKEN_UNIT, type Reason, reasonOf } from '@manyhands/protocol';
import { isAccepted } from '../domain/acceptance.ts';
import { earnerOf, earningOf, type SlicePrice } from '../domain/pay.ts';
import { leaveNow } from './leaving.ts';
import type { DeviceState, OpenJob, Session } from './state.ts';
import { isServed, mayServe } from './trusted.ts';
import { isSilent } from './units.ts';
import type { World } from './world.ts';

/** A session that says nothing for this long, or answers nothing that is overdue, is closed; its work goes to others. */
export const SILENT_MS = 30_000;
/** The longest that a device is kept out which lets work lie each time it comes. */
const LONGEST_REST_MS = 15 * 60_000;
/** Every session's turn comes once in this time, or later where they are more than so many. */
const ROUND_MS = 1_000;
const SESSIONS_A_ROUND = 2_000;

/** Looks at as many sessions as time has passed for: each has its turn about once a second. */
export class Rota {
  readonly #world: World;
  #turns: Session[] = [];
  #at = 0;
  #credit = 0;
  #lastAt = 0;

  constructor(world: World) {
    this.#world = world;
  }

  tend(): void {
    const world = this.#world;
    const ms = world.now() - this.#lastAt;
    this.#lastAt = world.now();
    const most = Math.min(world.sessions.size, SESSIONS_A_ROUND);
    this.#credit = Math.min(world.sessions.size, this.#credit + (most * ms) / ROUND_MS);
    for (; this.#credit >= 1; this.#credit--) {
      if (this.#at >= this.#turns.length) {
        this.#turns = [...world.sessions];
        this.#at = 0;
      }
      const session = this.#turns[this.#at++];
      if (session && world.sessions.has(session)) this.#look(session);
    }
  }

  #look(session: Session): void {
    const world = this.#world;
    if (world.heardTo() - session.lastHeard > SILENT_MS) close(world, session, 'nothing was heard');
    else if (isSilent(world, session, SILENT_MS)) {
      letRest(world, session);
      close(world, session, 'what was sent is overdue, and nothing was answered');
    } else tellStanding(world, session);
  }
}

/** From its second time on: a laptop that slept once is let in at once. */
function letRest(world: World, { device }: Session): void {
  const rest = device.silences++ === 0 ? 0 : SILENT_MS * 2 ** (device.silences - 1);
  device.restsUntil = world.now() + Math.min(rest, LONGEST_REST_MS);
}

/**
 * A seat that only beats would hold up what its device has on hold, and its coordinator's slices. What it still computes
 * it names when it is back.
 */
function close(world: World, session: Session, what: string): void {
  session.device.reach = 1;
  session.link.close('SESSION_SILENT', `${what} for ${SILENT_MS / 1000} s`);
  leaveNow(world, session);
}

function tellStanding(world: World, session: Session): void {
  const { device, link } = session;
  const reason = session.assignments.size > 0 ? null : idleReason(world, session);
  const { finalItems, heldItems, refutedItems, earned } = device;
  const said = `${reason?.sentence}|${finalItems}|${heldItems}|${refutedItems}|${earned}|${device.held.length}`;
  if (said === session.lastStanding) return;
  session.lastStanding = said;
  link.send({
    kind: 'standing',
    code: reason?.code ?? '',
    sentence: reason?.sentence ?? '',
    finalItems,
    heldItems,
    refutedItems,
    finalFuel: device.finalFuel,
    earned: earned / LEDGER_UNITS_PER_TOKEN_UNIT,
    held: heldEarnings(device) / LEDGER_UNITS_PER_TOKEN_UNIT,
  });
}

/** What a device will earn for what it has on hold. Fuel is summed first: units of one price are one payment. */
function heldEarnings({ held }: DeviceState): bigint {
  const sums = new Map<SlicePrice, { paid: { payee: string; site: string }; fuel: number }>();
  for (const { slice, state } of held) {
    const { paid } = state.answer;
    if (slice.price === null || earnerOf(paid) === '') continue;
    const sum = sums.get(slice.price);
    if (sum) sum.fuel += state.fuel;
    else sums.set(slice.price, { paid, fuel: state.fuel });
  }
  let earned = 0n;
  for (const [price, { paid, fuel }] of sums)
    earned += earningOf(price, { fuel: BigInt(Math.round(fuel)), ...paid, kind: 'work' });
  return earned;
}

/** Why a session, or nobody in particular, gets nothing; null where all is well. */
export function idleReason(world: World, session: Session | null): Reason | null {
  if (world.draining) return reasonOf('DRAINING');
  if (session && session.open === 0) return reasonOf('PAUSED_BY_YOU');
  const jobs = [...world.jobs.values()].filter((job) => !job.cancelled);
  if (jobs.length === 0) return reasonOf('NO_JOB');
  if (world.storeBusy) return reasonOf('STORE_BUSY');
  if (world.isBehind) return reasonOf('COORDINATOR_BUSY');
  if (session && world.strain > 1 && session.device.passed === 0) return reasonOf('NEWCOMERS_WAIT');
  const served = session ? jobs.filter((job) => isFor(job, session.device)) : jobs;
  if (served.length === 0)
    return reasonOf(session?.device.accepts?.others === false ? 'CHOSEN_JOBS_IDLE' : 'NOT_ACCEPTED');
  const reasons = served.map((job) => jobReason(world, job));
  if (session === null && reasons.includes(null)) return null;
  return reasons.find((reason) => reason !== null) ?? reasonOf('ALL_IN_FLIGHT');
}

/** Of a job whose kernel may not run now, the reason is told to whoever would take it. */
const isFor = (job: OpenJob, device: DeviceState): boolean =>
  job.terms.withheld ? isAccepted(device.accepts, job.terms) : mayServe(job, device);

const NOBODY_ACCEPTS = 'Nobody who is connected accepts this job.';

/** Why nothing of a job is given out, or null. */
export function jobReason(world: World, job: OpenJob): Reason | null {
  if (job.terms.withheld) return job.terms.withheld;
  if (job.terms.paused) return reasonOf('JOB_PAUSED');
  if (job.reason) return job.reason;
  if (world.seats === 0) return reasonOf('NO_SEATS');
  if (!isServed(world, job)) return reasonOf('NOT_ACCEPTED', NOBODY_ACCEPTS);
  const { counts, flights, waiting } = job;
  if (counts.waiting > 0)
    return waiting.size > 0 && world.hungry.size > 0 ? reasonOf('NEEDS_DISTINCT') : null;
  if (counts.inFlight > 0 || flights > 0) return reasonOf('ALL_IN_FLIGHT');
  return counts.held + counts.refereed > 0 ? reasonOf('ALL_ON_HOLD') : null;
}
