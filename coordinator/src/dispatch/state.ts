/** The working memory of one coordinator: what it has leased, who is connected, what is owed. */
import type {
  AssignmentId,
  DeviceId,
  Fence,
  ItemIndex,
  ItemResult,
  JobId,
  Reason,
  SliceId,
} from '@manyhands/protocol';
import type { Party } from '../domain/eligibility.ts';
import { earnerOf, type SlicePrice } from '../domain/pay.ts';
import { TIMED_PPM } from '../domain/rate.ts';
import { BatchBuilder } from './batch.ts';
import type { Auditor, JobTerms, PaidTo, UnitAnswer } from './journal.ts';
import type { InputRows, Link, Ports } from './ports.ts';
import { TimeRatios } from './time-ratios.ts';

export interface OpenJob {
  /** Replaced when the job grows, pauses or changes its weight. */
  terms: JobTerms;
  readonly slices: Map<SliceId, OpenSlice>;
  /** Units nobody computes at the moment, first come first served. */
  waiting: Unit[];
  /** A claim is under way. */
  claiming: boolean;
  /** When to ask the journal for a slice again, in clock milliseconds. */
  claimAfter: number;
  /** The last claim found nothing free: the job is at its tail here. */
  exhausted: boolean;
  cancelled: boolean;
  /** Why nothing moves. */
  reason: Reason | null;
  /** Items per second accepted here, smoothed. */
  rate: number;
  /** Milliseconds from assignment to answer of a unit, smoothed; 0 before the first. */
  unitMs: number;
  /** The referee is timing items of it. */
  timing: boolean;
  /** The rate of the last slice carved here was borne out by the referee's times. */
  rateIsKnown: boolean;
}

export interface OpenSlice {
  readonly id: SliceId;
  readonly job: OpenJob;
  readonly fence: Fence;
  /** Nanoseconds of a reference core per 10^9 fuel of its items, and what they pay by that; null: nothing. */
  readonly rate: number;
  readonly price: SlicePrice | null;
  readonly inputs: InputRows;
  readonly units: Set<Unit>;
}

/** An execution that earns: who, how much, and for which item (null: all of the unit). */
export interface Earned {
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly fuel: bigint;
  readonly item: ItemIndex | null;
}

export interface Unit {
  readonly job: OpenJob;
  readonly slice: OpenSlice;
  readonly first: ItemIndex;
  count: number;
  attempt: number;
  state: UnitState;
  /** Devices that failed on it: not asked again. */
  readonly failedOn: Set<DeviceId>;
  /** Assignments under way for this attempt. */
  readonly copies: Set<Assignment>;
  /** Quorum votes so far. */
  votes: Vote[];
  /** Honest audits of earlier attempts that were refuted unpaid: paid with the attempt that becomes final. */
  arrears: Earned[];
  /** An earlier attempt was paid: what this one costs is the operator's loss. */
  alreadyPaid: boolean;
  /** Its copy is overdue: one more is wanted. */
  late: boolean;
  waitingSince: number;
  /** Order of acceptance in the database, for units that came from there; those of this process come after them. */
  seq: number;
}

export type UnitState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'inFlight' }
  /** With the referee: a quorum that found no agreement, or an item that fails on every device. */
  | { readonly kind: 'refereed' }
  | Accepted;

/** On hold, or final. */
export interface Accepted {
  kind: 'held' | 'final';
  readonly answer: UnitAnswer;
  /** Of all its items. */
  readonly fuel: bigint;
  readonly drawn: number;
  /** Positions ever drawn. */
  readonly positions: Set<number>;
  rounds: number;
  /** Drawn, and not passed yet. */
  readonly owed: Set<Audit>;
  readonly passed: Earned[];
  /** See {@link HeldUnit.carried}. */
  carried: number;
  exit: ExitCheck | null;
  readonly since: number;
}

export interface Vote {
  readonly answer: UnitAnswer;
  readonly prefix: string;
}

/** Audits over all of a device's held units of a job, drawn when no more work of it is to come. */
export interface ExitCheck {
  pending: number;
}

export interface Audit {
  readonly unit: Unit;
  readonly attempt: number;
  readonly position: number;
  readonly exit: ExitCheck | null;
  /** `due`: waits for its auditor's next assignment; `referee`: executed by the referee now. */
  state: 'queued' | 'due' | 'assigned' | 'referee' | 'void';
  target: DeviceState | null;
  since: number;
  tries: number;
}

export interface DeviceState {
  readonly id: DeviceId;
  passed: number;
  banned: boolean;
  finalItems: number;
  refutedItems: number;
  finalFuel: bigint;
  /** Ledger units that its work earned its payee since this coordinator started. */
  earned: bigint;
  readonly sessions: Set<Session>;
  /** Held and final units in memory, in the order of their answers. */
  units: Unit[];
  /** Audits it passed on units still in memory. */
  readonly vouched: Set<Unit>;
  /** Audits it is to execute. */
  due: Audit[];
  /** When its last session left. */
  leftAt: number;
}

export interface Session {
  readonly link: Link;
  readonly device: DeviceState;
  /** Seats that want work. */
  open: number;
  readonly assignments: Map<AssignmentId, Assignment>;
  /** Jobs it was told of on this connection, with their numbers there. */
  readonly told: Map<JobId, number>;
  lastHeard: number;
  /** What was last said about its standing, so that it is not repeated. */
  lastStanding: string;
  standingAt: number;
}

export type Part =
  | { readonly kind: 'work'; readonly position: number }
  | { readonly kind: 'audit'; readonly audit: Audit };

export interface Assignment {
  readonly id: AssignmentId;
  readonly session: Session;
  readonly job: OpenJob;
  /** The unit whose items it has, if any, and the attempt at it. */
  readonly unit: Unit | null;
  readonly attempt: number;
  readonly parts: readonly Part[];
  readonly issuedAt: number;
  /** When a seat of the session could begin with it, as far as can be seen from here; null: others come first. */
  beganAt: number | null;
}

/** What an operator may set. */
export interface Tuning {
  /** Items of paid jobs that the referee executes for their time alone, in millionths. */
  readonly timedPpm?: number;
}

/** Everything a dispatcher knows; modules of this folder are functions over it. */
export class World {
  readonly ports: Ports;
  readonly timedPpm: number;
  readonly jobs = new Map<JobId, OpenJob>();
  readonly devices = new Map<DeviceId, DeviceState>();
  readonly sessions = new Set<Session>();
  /** Audits without an auditor, oldest first. */
  queued: Audit[] = [];
  batch = new BatchBuilder();
  /** What is to be done once the clock has passed `at`. */
  later: { readonly at: number; readonly act: () => void }[] = [];
  /** Who waits for the first answer to a unit of one item. */
  readonly calls = new Map<Unit, (result: ItemResult) => void>();
  readonly ratios = new TimeRatios();
  draining = false;
  counter = 0;

  constructor(ports: Ports, tuning: Tuning = {}) {
    this.ports = ports;
    this.timedPpm = tuning.timedPpm ?? TIMED_PPM;
  }

  now(): number {
    return this.ports.clock.now();
  }
}

/** Whose vote a session's would be [AS1]. */
export const partyOf = ({ link }: Session): Party => ({
  device: link.device,
  earner: earnerOf(link.paid),
  prefix: link.prefix,
});

export const fuelOf = (answer: UnitAnswer): bigint =>
  answer.results.reduce((sum, result) => sum + result.fuel, 0n);

export const isAccepted = (unit: Unit): unit is Unit & { state: Accepted } =>
  unit.state.kind === 'held' || unit.state.kind === 'final';

export const unitKey = (unit: Unit) => ({
  job: unit.job.terms.id,
  slice: unit.slice.id,
  fence: unit.slice.fence,
  first: unit.first,
  attempt: unit.attempt,
});
