/**
 * The dispatcher of one coordinator: takes sessions' frames, keeps their seats busy, checks their answers, and commits.
 *
 * All state is in memory and rebuilt from the journal; only committed work is credited. Nothing here knows sockets,
 * SQL or the wall clock, so the same code runs in simulations.
 */
import {
  type ContributorFrame,
  type ItemResult,
  type JobId,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  LIMITS,
  type Reason,
  reasonOf,
} from '@manyhands/protocol';
import { earnerOf, earningOf } from '../domain/pay.ts';
import { takeAnswer, takeBack } from './answers.ts';
import { fill, fillAll, reissueLate } from './assigning.ts';
import { tendAudits } from './auditing.ts';
import { callItem, idleSeats } from './calls.ts';
import { Committer, MAX_PENDING } from './commits.ts';
import { deviceState, forgetDevices } from './devices.ts';
import { applyBan, dropSession } from './disputes.ts';
import { checkExits } from './finality.ts';
import type { SliceGrant } from './journal.ts';
import type { Link, Ports } from './ports.ts';
import { tendQuorums } from './quorum.ts';
import { claimSlices, dropJob, openJobs, settleSlices } from './slices.ts';
import { type Accepted, isAccepted, type Session, type Tuning, type Unit, World } from './state.ts';
import type { RatioRow } from './time-ratios.ts';

const BEAT_MS = 1_000;
/** A session that says nothing for this long is closed; its work goes to others. */
export const SILENT_MS = 30_000;
const STANDING_MS = 1_000;

/** What one job does on this coordinator at the moment. Items. */
export interface JobActivity {
  readonly waiting: number;
  readonly inFlight: number;
  readonly held: number;
  readonly disputed: number;
  readonly seats: number;
  readonly reason: Reason | null;
  /** Items per second accepted here, smoothed. */
  readonly rate: number;
}

export interface Activity {
  readonly sessions: number;
  readonly seats: number;
  readonly devices: number;
  readonly jobs: ReadonlyMap<JobId, JobActivity>;
  /** Why an idle seat gets nothing. */
  readonly reason: Reason | null;
}

export class Dispatcher {
  readonly #world: World;
  readonly #committer: Committer;
  #nextBeat = 0;
  #rescan = true;
  #ticking: Promise<void> | null = null;

  constructor(ports: Ports, tuning?: Tuning) {
    this.#world = new World(ports, tuning);
    this.#committer = new Committer(this.#world);
  }

  /** Lets a proven device in; throws DEVICE_BANNED, SESSIONS_FULL or DRAINING. */
  async join(link: Link): Promise<Session> {
    const world = this.#world;
    if (world.draining)
      throw new KnownError('DRAINING', 'this coordinator is stopping; connect again in a moment');
    const device = await deviceState(world, link.device);
    if (device.banned)
      throw new KnownError(
        'DEVICE_BANNED',
        'an answer of this device was refuted by re-execution; check its memory and start with a new identity',
      );
    const session: Session = {
      link,
      device,
      open: 0,
      assignments: new Map(),
      told: new Map(),
      lastHeard: world.now(),
      lastStanding: '',
      standingAt: 0,
    };
    world.sessions.add(session);
    device.sessions.add(session);
    return session;
  }

  /** Takes one decoded frame; throws a KnownError where the session is to be refused [SE1]. */
  receive(session: Session, frame: ContributorFrame): void {
    const world = this.#world;
    if (!world.sessions.has(session)) return;
    session.lastHeard = world.now();
    switch (frame.kind) {
      case 'want':
        session.open = Math.min(frame.seats, session.link.seats, LIMITS.seatsPerSession);
        // Whoever has just come need not wait until the journal would be asked again anyway.
        for (const job of world.jobs.values()) job.claimAfter = 0;
        break;
      case 'answer':
        if (this.#committer.pending > MAX_PENDING)
          throw new KnownError('STORE_BUSY', 'the database is behind; try again in a few seconds');
        takeAnswer(world, session, frame);
        break;
      case 'giveBack':
        takeBack(world, session, frame.assignment, frame.reason);
        break;
      case 'beat':
        break;
      case 'bye':
        this.leave(session);
        return;
      case 'hello':
      case 'resume':
        throw new KnownError('FRAME_UNEXPECTED', 'this session has greeted already');
      default:
        frame satisfies never;
    }
    fill(world, session);
  }

  leave(session: Session): void {
    dropSession(this.#world, session);
  }

  /** Does what is due: claims, assignments, audits, finality, commit. Call it every few tens of milliseconds. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    const world = this.#world;
    await this.#beat();
    if (this.#rescan && !world.draining) {
      this.#rescan = false;
      await openJobs(world);
    }
    this.#runLater();
    await claimSlices(world);
    tendAudits(world);
    tendQuorums(world);
    reissueLate(world);
    checkExits(world);
    settleSlices(world);
    fillAll(world);
    await this.#committer.flush();
    this.#tendSessions();
  }

  #runLater(): void {
    const world = this.#world;
    const due = world.later.filter((entry) => entry.at <= world.now());
    world.later = world.later.filter((entry) => entry.at > world.now());
    for (const entry of due) entry.act();
  }

  async #beat(): Promise<void> {
    const world = this.#world;
    if (world.now() < this.#nextBeat) return;
    this.#nextBeat = world.now() + BEAT_MS;
    try {
      for (const device of await world.ports.journal.beat(world.ports.me)) applyBan(world, device);
    } catch (cause) {
      world.ports.report({ kind: 'trouble', what: 'the heartbeat failed', cause });
    }
    forgetDevices(world);
  }

  #tendSessions(): void {
    const world = this.#world;
    for (const session of [...world.sessions]) {
      if (world.now() - session.lastHeard > SILENT_MS) {
        session.link.close('SESSION_SILENT', `nothing was heard for ${SILENT_MS / 1000} s`);
        this.leave(session);
      } else if (world.now() - session.standingAt >= STANDING_MS) this.#tellStanding(session);
    }
  }

  #tellStanding(session: Session): void {
    const { device, link } = session;
    const held = device.units.filter(isAccepted).filter((unit) => unit.state.kind === 'held');
    const standing = {
      code: session.assignments.size > 0 ? '' : (this.#idleReason(session)?.code ?? ''),
      sentence: session.assignments.size > 0 ? '' : (this.#idleReason(session)?.sentence ?? ''),
      finalItems: device.finalItems,
      heldItems: held.reduce((sum, unit) => sum + unit.count, 0),
      refutedItems: device.refutedItems,
      finalFuel: device.finalFuel,
      earned: device.earned / LEDGER_UNITS_PER_TOKEN_UNIT,
      held: held.reduce((sum, unit) => sum + heldEarning(unit), 0n) / LEDGER_UNITS_PER_TOKEN_UNIT,
    };
    session.standingAt = this.#world.now();
    const said = Object.values(standing).join('|');
    if (said === session.lastStanding) return;
    session.lastStanding = said;
    link.send({ kind: 'standing', ...standing });
  }

  /** Why a session gets nothing; null: the coordinator itself asks, and seats are at work. */
  #idleReason(session: Session | null): Reason | null {
    const world = this.#world;
    if (world.draining) return reasonOf('DRAINING');
    if (session && session.open === 0) return reasonOf('PAUSED_BY_YOU');
    const jobs = [...world.jobs.values()].filter((job) => !job.cancelled);
    if (jobs.length === 0) return reasonOf('NO_JOB');
    if (jobs.every((job) => job.terms.paused)) return reasonOf('JOB_PAUSED', 'All running jobs are paused.');
    const stuck = jobs.find((job) => job.reason !== null);
    if (stuck && jobs.every((job) => job.reason !== null || job.terms.paused)) return stuck.reason;
    return reasonOf('ALL_IN_FLIGHT');
  }

  /** A job was started, here or elsewhere: look for it at the next tick. */
  lookForJobs(): void {
    this.#rescan = true;
  }

  /** Seats that idle, for {@link call}. */
  idleSeats(): number {
    return idleSeats(this.#world);
  }

  /** The only item of a slice that the caller carved for this coordinator, computed before all others; see calls.ts. */
  call(grant: SliceGrant, row: Uint8Array, waitMs: number): Promise<ItemResult> {
    return callItem(this.#world, grant, { row, waitMs });
  }

  /** A job is cancelled or certified: nothing of it is wanted any more. */
  jobEnded(job: JobId): void {
    dropJob(this.#world, job);
  }

  /** Whether everything that was accepted here is committed. */
  get isClean(): boolean {
    return this.#committer.isClean;
  }

  /** Stops giving work, commits what came in, and gives all slices back for another start. */
  async drain(): Promise<void> {
    const world = this.#world;
    world.draining = true;
    await this.#ticking;
    for (let tries = 0; tries < 20 && !this.#committer.isClean; tries++) {
      await this.#committer.flush();
      if (!this.#committer.isClean) await new Promise((wake) => setTimeout(wake, 100));
    }
    for (const session of [...world.sessions]) {
      session.link.close('DRAINING', 'the coordinator is stopping; connect again in a moment');
      this.leave(session);
    }
    await world.ports.journal.release(world.ports.me);
  }

  activity(): Activity {
    const world = this.#world;
    const sessions = [...world.sessions];
    return {
      sessions: sessions.length,
      seats: sessions.reduce((sum, session) => sum + session.open, 0),
      devices: new Set(sessions.map((session) => session.device)).size,
      jobs: new Map([...world.jobs.keys()].map((job) => [job, this.#jobActivity(job)])),
      reason: this.#idleReason(null),
    };
  }

  /** Time taken over time paid, since this process started. */
  timeRatios(by: 'engine' | 'device'): RatioRow[] {
    return this.#world.ratios.rows(by);
  }

  #jobActivity(id: JobId): JobActivity {
    const job = this.#world.jobs.get(id);
    const items = { waiting: 0, inFlight: 0, held: 0, disputed: 0 };
    for (const slice of job?.slices.values() ?? [])
      for (const unit of slice.units) {
        if (unit.state.kind === 'waiting') items.waiting += unit.count;
        else if (unit.state.kind === 'inFlight') items.inFlight += unit.count;
        else if (unit.state.kind === 'held') items.held += unit.count;
        else if (unit.state.kind === 'refereed') items.disputed += unit.count;
      }
    const seats = [...this.#world.sessions].reduce(
      (sum, session) =>
        sum +
        Math.min(
          session.open,
          [...session.assignments.values()].filter((assignment) => assignment.job === job).length,
        ),
      0,
    );
    return { ...items, seats, reason: job?.reason ?? null, rate: job?.rate ?? 0 };
  }
}

function heldEarning(unit: Unit & { state: Accepted }): bigint {
  const { price } = unit.slice;
  const { answer, fuel } = unit.state;
  if (price === null || earnerOf(answer.paid) === '') return 0n;
  return earningOf(price, { fuel, ...answer.paid, kind: 'work' });
}
