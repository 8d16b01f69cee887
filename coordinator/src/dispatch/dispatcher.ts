/**
 * The dispatcher of one coordinator: takes sessions' frames, keeps their seats busy, checks their answers, and commits.
 *
 * All state is in memory and rebuilt from the journal; only committed work is credited. Nothing here knows sockets,
 * SQL or the wall clock, so the same code runs in simulations.
 */
import {
  type AcceptFrame,
  type ContributorFrame,
  type ItemResult,
  type JobId,
  KnownError,
  LIMITS,
  type Reason,
} from '@manyhands/protocol';
import { acceptanceOf } from '../domain/acceptance.ts';
import { earnerOf } from '../domain/pay.ts';
import { type Activity, activityOf, type Census, censusOf } from './activity.ts';
import { forgetOrphans, isOfUse } from './adopting.ts';
import { takeAnswer, takeBack } from './answers.ts';
import { fillHungry, fillOrWait, noteBehind, reissueLate } from './assigning.ts';
import { tendAudits } from './auditing.ts';
import { noteAuditor } from './auditors.ts';
import { callItem, idleSeats } from './calls.ts';
import { accept, allow } from './choosing.ts';
import { Committer } from './commits.ts';
import { deviceState, forgetDevices } from './devices.ts';
import { applyBan } from './disputes.ts';
import { beginRound, checkExits, updateDirty } from './finality.ts';
import { resume } from './flights.ts';
import { dropJob, openJobs, pauseJob } from './jobs.ts';
import type { SliceGrant } from './journal.ts';
import { breakOff, leaveNow } from './leaving.ts';
import { takePace } from './pacing.ts';
import type { Link, Ports } from './ports.ts';
import { tendQuorums } from './quorum.ts';
import { dropSlice, holdsOnlyWaiting } from './settling.ts';
import { claimSlices } from './slices.ts';
import { Rota } from './standing.ts';
import type { Session } from './state.ts';
import { tendStranded } from './stranded.ts';
import type { RatioRow } from './time-ratios.ts';
import { isAlone } from './trusted.ts';
import { type Tuning, World } from './world.ts';

export type { Activity, Census, JobActivity } from './activity.ts';

const BEAT_MS = 1_000;
/** How often seats that got nothing ask again although nothing new is there: time alone makes audits and stragglers. */
const ASK_MS = 500;
/** How often exit checks are looked at. */
const EXITS_MS = 200;
/** How often devices of which something changed are looked at for what is final. */
const FINALITY_MS = 100;

/** So long is gone on with finality, and with seats that wait, while others wait; so long when finality does not keep up. */
const MOMENT_MS = 2;
const BEHIND_MS = 10;

/** How long nobody has to be here before waiting slices are given back, and none are claimed then. */
const ALONE_MS = 5_000;
const APART_MS = 30_000;

export class Dispatcher {
  readonly #world: World;
  readonly #committer: Committer;
  readonly #rota: Rota;
  #nextBeat = 0;
  #nextAsk = 0;
  #nextExits = 0;
  #nextFinality = 0;
  /** A round of finality was not over when the next one began. */
  #isBehind = false;
  /** Seats that wait were left over when the last moment was over. */
  #isFilling = false;
  #rescan = true;
  #beating = false;

  constructor(ports: Ports, tuning?: Tuning) {
    this.#world = new World(ports, tuning);
    this.#committer = new Committer(this.#world);
    this.#rota = new Rota(this.#world);
  }

  /**
   * Lets a proven device in; throws DEVICE_BANNED or DRAINING. What an earlier session of it left unfinished goes on
   * under this one, as far as `link.keeps` names it.
   */
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
    if (world.now() < device.restsUntil)
      throw new KnownError(
        'SESSION_SILENT',
        `this device let its work lie ${device.silences} times; it may come again in ${Math.ceil((device.restsUntil - world.now()) / 1000)} s`,
      );
    device.pool = link.pool ?? null;
    const session: Session = {
      link,
      device,
      party: { device: link.device, earner: earnerOf(link.paid), prefix: link.prefix },
      open: 0,
      assignments: new Map(),
      told: new Set(),
      lastHeard: world.now(),
      freeAt: world.now(),
      silentSince: -1,
      lastStanding: '',
      sawWork: 0,
      admitted: false,
    };
    world.sessions.add(session);
    world.devices.set(device.id, device);
    if (device.sessions.size === 0) {
      device.cameAt = world.now();
      device.accepts = null;
      device.allows = null;
    }
    allow(device, link.allows ?? []);
    device.sessions.add(session);
    world.leaving.delete(device);
    resume(world, session, link.keeps ?? [], (id) => isOfUse(world, session, id));
    return session;
  }

  /**
   * Takes one decoded frame; throws a KnownError where the session is to be refused [SE1]. What frames wait between their
   * arrival and this call is nobody's slowness but this process's.
   */
  receive(session: Session, frame: ContributorFrame, arrivedAt = this.#world.now()): void {
    const world = this.#world;
    if (!world.sessions.has(session)) return;
    world.hearing.take(arrivedAt, world.now());
    session.lastHeard = arrivedAt;
    switch (frame.kind) {
      case 'answer':
        if (this.#committer.isFull)
          throw new KnownError('STORE_BUSY', 'the database is behind; try again in a few seconds');
        session.silentSince = -1;
        session.device.silences = 0;
        session.freeAt = arrivedAt;
        takeAnswer(world, session, frame, arrivedAt);
        break;
      case 'want':
        this.#want(session, frame.seats);
        break;
      case 'accept':
        this.#accept(session, frame);
        break;
      case 'giveBack':
        session.silentSince = -1;
        session.freeAt = arrivedAt;
        takeBack(world, session, frame.assignment, frame.reason);
        break;
      case 'beat':
        return;
      case 'bye':
        leaveNow(world, session);
        return;
      case 'hello':
      case 'resume':
      case 'join':
        throw new KnownError('FRAME_UNEXPECTED', 'this session has greeted already');
      default:
        frame satisfies never;
    }
    // An answer may have banned its own device.
    if (world.sessions.has(session)) fillOrWait(world, session);
  }

  #accept(session: Session, { categories, jobs, others }: AcceptFrame): void {
    if (categories.length > LIMITS.categories || jobs.length > LIMITS.chosenJobs)
      throw new KnownError(
        'FRAME_INVALID',
        `${LIMITS.categories} categories and ${LIMITS.chosenJobs} jobs may be named at most`,
      );
    accept(this.#world, session, acceptanceOf(categories, jobs, others > 0));
  }

  #want(session: Session, seats: number): void {
    const world = this.#world;
    const open = Math.min(seats, session.link.seats, LIMITS.seatsPerSession);
    world.seats += open - session.open;
    session.open = open;
    session.freeAt = world.now();
    noteAuditor(world, session.device);
    // Whoever has just come need not wait until the journal would be asked again anyway.
    if (open > 0) for (const job of world.jobs.values()) if (job.counts.waiting === 0) job.claimAfter = 0;
  }

  /** The connection broke: what it computes is kept for its device for a moment, unless it said `bye`. */
  leave(session: Session): void {
    breakOff(this.#world, session);
  }

  /**
   * Does what is due: claims, assignments, audits, finality, commit. Call it every few tens of milliseconds. What the
   * journal is asked goes on meanwhile, one claim of a job and one commit at a time; resolves when what this tick began
   * is done.
   */
  tick(): Promise<void> {
    const world = this.#world;
    const begun: Promise<unknown>[] = [this.#beat(), this.#look()];
    this.#runLater();
    begun.push(claimSlices(world), this.#giveBackAlone());
    tendAudits(world);
    tendQuorums(world);
    tendStranded(world);
    reissueLate(world);
    forgetOrphans(world);
    this.#tendFinality();
    if (world.now() >= this.#nextAsk) {
      this.#nextAsk = world.now() + ASK_MS;
      world.work++;
    }
    noteBehind(world);
    this.#isFilling = fillHungry(world, world.now() + MOMENT_MS);
    takePace(world);
    begun.push(this.#committer.flush());
    this.#rota.tend();
    return Promise.all(begun).then(() => undefined);
  }

  #tendFinality(): void {
    const world = this.#world;
    const now = world.now();
    if (now >= this.#nextFinality) {
      this.#nextFinality = now + FINALITY_MS;
      this.#isBehind = world.looking.length > 0;
      beginRound(world);
    }
    if (now >= this.#nextExits) {
      this.#nextExits = now + EXITS_MS;
      checkExits(world);
    }
    this.#goOnWithFinality();
  }

  /**
   * Goes on with what a tick began, for a moment; true when there is more: call it again in the next turn of the event loop,
   * after whatever has arrived.
   */
  goOn(): boolean {
    const world = this.#world;
    this.#goOnWithFinality();
    if (this.#isFilling) this.#isFilling = fillHungry(world, world.now() + MOMENT_MS);
    return this.#isFilling || world.looking.length > 0;
  }

  #goOnWithFinality(): void {
    updateDirty(this.#world, this.#world.now() + (this.#isBehind ? BEHIND_MS : MOMENT_MS));
  }

  #runLater(): void {
    const world = this.#world;
    const now = world.now();
    if (!world.later.some((entry) => entry.at <= now)) return;
    const due = world.later.filter((entry) => entry.at <= now);
    world.later = world.later.filter((entry) => entry.at > now);
    for (const entry of due) entry.act();
  }

  async #look(): Promise<void> {
    const world = this.#world;
    if (!this.#rescan || world.draining) return;
    this.#rescan = false;
    try {
      await openJobs(world);
      await claimSlices(world);
    } catch (cause) {
      this.#rescan = true;
      world.ports.report({ kind: 'trouble', what: 'the running jobs could not be read', cause });
    }
  }

  async #beat(): Promise<void> {
    const world = this.#world;
    if (this.#beating || world.now() < this.#nextBeat) return;
    this.#nextBeat = world.now() + BEAT_MS;
    this.#beating = true;
    try {
      for (const device of await world.ports.journal.beat(world.ports.me)) applyBan(world, device);
    } catch (cause) {
      world.ports.report({ kind: 'trouble', what: 'the heartbeat failed', cause });
    } finally {
      this.#beating = false;
    }
    forgetDevices(world);
  }

  /** Without contributors who may have it, what waits here is for others: they may have some. */
  async #giveBackAlone(): Promise<void> {
    const world = this.#world;
    if (!isAlone(world)) world.aloneSince = -1;
    else if (world.aloneSince < 0) world.aloneSince = world.now();
    else if (world.now() - world.aloneSince >= ALONE_MS && this.isClean && holdsOnlyWaiting(world)) {
      world.aloneSince = world.now();
      world.claimsFrom = world.now() + APART_MS;
      for (const job of world.jobs.values())
        for (const slice of [...job.slices.values()]) dropSlice(world, slice);
      await world.ports.journal.release(world.ports.me).catch((cause) => {
        world.ports.report({ kind: 'trouble', what: 'slices could not be given back', cause });
      });
    }
  }

  /** A job was started or changed, here or elsewhere: look at them all at the next tick. */
  lookForJobs(): void {
    this.#rescan = true;
  }

  /** A job is cancelled or certified: nothing of it is wanted any more. */
  jobEnded(job: JobId): void {
    dropJob(this.#world, job);
  }

  /** Stops giving out a job and calls back what is in flight, or goes on with it; at once, before the journal says so. */
  pauseJob(job: JobId, paused: boolean): void {
    pauseJob(this.#world, job, paused);
  }

  /** Why nothing of a running job may be given out, as far as is known here; null where it may. */
  withheld(job: JobId): Reason | null {
    return this.#world.jobs.get(job)?.terms.withheld ?? null;
  }

  /** See {@link callItem}. */
  call(grant: SliceGrant, row: Uint8Array, waitMs: number): Promise<ItemResult> {
    return callItem(this.#world, grant, { row, waitMs });
  }

  /** Items that the referee has and that wait for it here, and how many are usual: beyond, newcomers wait and holds grow. */
  get refereeLoad(): { readonly items: number; readonly queue: number } {
    const { refereeLoad: items, refereeQueue: queue } = this.#world;
    return { items, queue };
  }

  /** Seats without anything to do. */
  idleSeats(): number {
    return idleSeats(this.#world);
  }

  /** Whether everything that was accepted here is committed. */
  get isClean(): boolean {
    return this.#committer.isClean;
  }

  /** Stops giving work, commits what came in, and gives all slices back for another start. */
  async drain(): Promise<void> {
    const world = this.#world;
    world.draining = true;
    for (let tries = 0; tries < 20 && !this.#committer.isClean; tries++) {
      await this.#committer.flush();
      if (!this.#committer.isClean) await new Promise((wake) => setTimeout(wake, 100));
    }
    for (const session of [...world.sessions]) {
      session.link.close('DRAINING', 'the coordinator is stopping; connect again in a moment');
      leaveNow(world, session);
    }
    await world.ports.journal.release(world.ports.me);
  }

  activity(): Activity {
    return activityOf(this.#world);
  }

  /** Where the items of a job's slices are; O(slices). */
  census(job: JobId): Census {
    return censusOf(this.#world.jobs.get(job));
  }

  /** Time taken over time paid, since this process started. */
  timeRatios(by: 'engine' | 'device'): RatioRow[] {
    return this.#world.ratios.rows(by);
  }
}
