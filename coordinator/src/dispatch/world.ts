/** Everything a dispatcher knows; the other modules of this folder are functions over it. */
import type { AssignmentId, DeviceId, JobId, SliceId } from '@manyhands/protocol';
import { TIMED_PPM } from '../domain/rate.ts';
import { MOST_UNITS } from '../domain/sizing.ts';
import { Queue } from './bag.ts';
import { BatchBuilder } from './batch.ts';
import { Deadlines } from './deadlines.ts';
import type { Dispute } from './disputes.ts';
import { Hearing } from './hearing.ts';
import { Orphans } from './orphans.ts';
import type { Ports } from './ports.ts';
import type { RefereeRun } from './refereeing.ts';
import type { Assignment, Audit, DeviceState, OpenJob, Session, Unit } from './state.ts';
import { TimeRatios } from './time-ratios.ts';
import { Findings } from './voting.ts';

/** What an operator may set. */
export interface Tuning {
  /** Items of paid jobs that the referee executes for their time alone, in millionths. */
  readonly timedPpm?: number;
  /** Seconds of a seat that an assignment aims at, 2 to 10. */
  readonly assignmentSeconds?: number;
  /** Units in an assignment at most, up to 32. */
  readonly unitsPerAssignment?: number;
  /** How long a session that broke off keeps what it computes, in milliseconds. */
  readonly graceMs?: number;
  /** Whether devices of which nothing was ever checked are held short. Yes, unless a test says otherwise. */
  readonly probation?: boolean;
  /** Items that the referee executes or has queued before newcomers wait and holds grow. */
  readonly refereeQueue?: number;
  /** Bytes of inputs and answers of open slices beyond which no fresh items are carved. */
  readonly memoryBytes?: number;
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export class World {
  readonly ports: Ports;
  readonly timedPpm: number;
  readonly assignmentMs: number;
  readonly unitsPerAssignment: number;
  readonly graceMs: number;
  readonly refereeQueue: number;
  readonly probation: boolean;
  readonly memoryBytes: number;

  readonly jobs = new Map<JobId, OpenJob>();
  /** Jobs with something to give out. */
  readonly ready = new Set<OpenJob>();
  /** The virtual time of the job that was served last. */
  served = 0;
  /** Grows whenever there is more to give out: who got nothing before need not be asked again until then. */
  work = 1;
  /** Single items that somebody waits for: before everything else. */
  readonly calls = new Set<Unit>();

  readonly devices = new Map<DeviceId, DeviceState>();
  /** Those of which something changed since the last round of finality, and those that a round has not looked at yet. */
  readonly dirty: DeviceState[] = [];
  readonly looking = new Queue<DeviceState>();
  /** Devices that are gone and have work on hold. */
  readonly leaving = new Set<DeviceState>();
  /** Connected devices with open seats, in no order. */
  readonly auditors: DeviceState[] = [];
  /** How long a visit lasts, in milliseconds: a running median. */
  visitMs = 400_000;

  readonly sessions = new Set<Session>();
  /** Those whose window is not full. */
  readonly hungry = new Set<Session>();
  /** Seats that want work, of all sessions. */
  seats = 0;
  /** Assignments of sessions that broke off a moment ago. */
  readonly parked = new Map<DeviceId, Set<Assignment>>();
  readonly deadlines = new Deadlines<Assignment>();
  /** Sessions in the order in which they are told their standing. */
  rota: Session[] = [];

  /** Audits without an auditor, oldest first, and devices that have some to do. */
  readonly queued = new Queue<Audit>();
  readonly auditing = new Set<DeviceState>();
  nextPassOver = 0;
  /** What the referee executes, and what waits for it: disputes first. */
  refereeing = 0;
  readonly refereeWaits: readonly Queue<RefereeRun>[] = [new Queue(), new Queue(), new Queue()];
  /** Disputes whose sides have another one before the referee. */
  parkedDisputes: Dispute[] = [];
  nextNewcomerAt = 0;

  batch = new BatchBuilder();
  /** The number of the batch that gathers. */
  batchNumber = 1;
  /** Answers taken and not committed yet. */
  readonly uncredited = new Set<AssignmentId>();
  /** Commits are behind: nothing new is given out. */
  storeBusy = false;
  readonly orphans = new Orphans();
  /** What is to be done once the clock has passed `at`. */
  later: { readonly at: number; readonly act: () => void }[] = [];
  readonly ratios = new TimeRatios();
  readonly hearing = new Hearing();
  /** More arrives than can be taken: seats that answered get nothing until what waits has been taken. */
  isBehind = false;
  /**
   * Seats wait for their turn, not for work: whoever has waited longest gets one assignment, and nobody a second one before
   * all others had one. And when that was last so.
   */
  isPressed = false;
  pressedAt = Number.NEGATIVE_INFINITY;
  /** Slices that are being opened, and those whose settling is not committed yet. */
  readonly opening = new Set<SliceId>();
  readonly settling = new Set<SliceId>();
  /** Since when nobody is here, or −1; and until when nothing is claimed without seats. */
  aloneSince = -1;
  claimsFrom = 0;
  readonly findings = new Findings();
  draining = false;
  counter = 0;
  jobCounter = 0;

  constructor(ports: Ports, tuning: Tuning = {}) {
    this.ports = ports;
    this.timedPpm = tuning.timedPpm ?? TIMED_PPM;
    this.assignmentMs = 1000 * within(tuning.assignmentSeconds ?? 4, 2, 10);
    this.unitsPerAssignment = within(tuning.unitsPerAssignment ?? MOST_UNITS, 1, MOST_UNITS);
    this.graceMs = tuning.graceMs ?? 10_000;
    this.refereeQueue = tuning.refereeQueue ?? 256;
    this.probation = tuning.probation ?? true;
    this.memoryBytes = tuning.memoryBytes ?? 512 * 1024 * 1024;
  }

  now(): number {
    return this.ports.clock.now();
  }

  /** Everything that arrived before has been taken: who was not heard of until then is late, and nobody else. */
  heardTo(): number {
    const now = this.now();
    return now - this.hearing.behindMs(now);
  }

  /** Items that the referee has and that wait for it. */
  get refereeLoad(): number {
    const [disputes, units, audits] = this.refereeWaits;
    return this.refereeing + disputes.length + units.length + audits.length;
  }

  /** Bytes of inputs and answers of open slices, at most: answers of final units are let go. */
  get heldBytes(): number {
    let bytes = 0;
    for (const job of this.jobs.values())
      for (const { inputs, answerBytes } of job.slices.values())
        bytes += answerBytes + (inputs.heldBytes ?? 0);
    return bytes;
  }

  /** How many times as long holds are as usual: more while the referee has more than it should. */
  get strain(): number {
    return Math.min(4, Math.max(1, this.refereeLoad / this.refereeQueue));
  }
}

/** The device's finality is looked at in the next round, once, whatever happens to it until then. */
export function markDirty(world: World, device: DeviceState | undefined): void {
  if (device === undefined || device.dirty) return;
  device.dirty = true;
  world.dirty.push(device);
}

/** Nothing of the job is given out for now: its researcher paused it, or its kernel may not run. */
export const isResting = ({ terms }: OpenJob): boolean => terms.paused === true || !!terms.withheld;

/** There is something to give out of a job again. A job that was away does not make up for the time. */
export function offer(world: World, job: OpenJob): void {
  world.work++;
  if (job.cancelled || isResting(job) || world.ready.has(job)) return;
  job.pass = Math.max(job.pass, world.served);
  world.ready.add(job);
}
