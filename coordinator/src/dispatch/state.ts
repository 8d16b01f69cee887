/** The working memory of one coordinator: what it has leased, who is connected, what is owed. */
import type {
  AssignmentId,
  DeviceId,
  Fence,
  InputRows,
  ItemIndex,
  Reason,
  SliceId,
} from '@manyhands/protocol';
import type { Acceptance } from '../domain/acceptance.ts';
import type { Party } from '../domain/eligibility.ts';
import type { SlicePrice } from '../domain/pay.ts';
import type { Bag } from './bag.ts';
import type { Auditor, JobTerms, PaidTo, UnitAnswer } from './journal.ts';
import type { Link } from './ports.ts';
import type { KeptItems, Trace } from './traces.ts';

export type StateKind = 'waiting' | 'inFlight' | 'refereed' | 'held' | 'final';

export interface OpenJob {
  /** What was fixed at its start; weight, pause and (while it is open) the count of items follow the journal. */
  terms: JobTerms;
  /** Names it on the wire. */
  readonly number: number;
  readonly slices: Map<SliceId, OpenSlice>;
  /** Slices with items that were never given out, oldest first. */
  readonly fresh: Set<OpenSlice>;
  /** Units that somebody is wanted for, first come first served. Never-given items are in no unit yet. */
  readonly waiting: Set<Unit>;
  /** Items of the slices open here, by the state they are in. */
  readonly counts: Record<StateKind, number>;
  /** Assignments under way. */
  flights: number;
  /** A claim is under way. */
  claiming: boolean;
  /** When to ask the journal for a slice again, in clock milliseconds. */
  claimAfter: number;
  /** The last claim found nothing free: the job is at its tail here. */
  exhausted: boolean;
  /** Items known to be carved, here or elsewhere: those below the highest slice seen. */
  carvedTo: number;
  cancelled: boolean;
  /** Why nothing moves, if so. */
  reason: Reason | null;
  /** Virtual time of the fair share: seat milliseconds given, divided by its weight. */
  pass: number;
  /** Items per second accepted here, smoothed, and how many were since `paceAt`. */
  rate: number;
  paceAt: number;
  paceItems: number;
  /** Smoothed over answers; 0 before the first. */
  fuelPerItem: number;
  itemMs: number;
  bytesPerItem: number;
  /** Units that idle seats may repeat at the tail, and when they were looked up. */
  stragglers: Unit[];
  stragglersAt: number;
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
  /** The most that is charged for one of its items. */
  readonly worst: bigint;
  readonly first: ItemIndex;
  readonly count: number;
  readonly inputs: InputRows;
  /** Items that were never given out, ascending. A slice of a million items is one gap. */
  readonly gaps: Gap[];
  /** Units that exist: of items given out, or answered before. */
  readonly units: Unit[];
  /** The same by first item, from the day on that somebody looks. */
  byFirst: Map<number, Unit> | null;
  /** Items that are not final, and audits owed on units that are. */
  open: number;
  owedLate: number;
  /** Of all answers that were taken on hold since it was opened. */
  answerBytes: number;
}

export interface Gap {
  first: number;
  readonly end: number;
}

/** An execution that earns: who, how much, and for which item (null: all of the unit). */
export interface Earned {
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  /** Below 2^53, as all fuel that is answered. */
  readonly fuel: number;
  readonly item: ItemIndex | null;
}

/**
 * The run of items that is sent, checked and paid together. A coordinator's memory is mostly these, so what few of them
 * ever need lies on the prototype until it is set: a unit has 7 fields of its own instead of 16.
 */
export class Unit {
  readonly slice: OpenSlice;
  readonly first: ItemIndex;
  count: number;
  /** −1 once its slice is gone. */
  attempt: number;
  state: UnitState;
  /** The assignment that has it. */
  copy: Assignment | null = null;
  /**
   * Order of acceptance: counted from 0 in this process, in integers small enough to need no object of their own; below 0
   * for units that came from the database.
   */
  seq = 0;
  /** Further assignments that have it (a quorum's, a straggler's). */
  declare copies: Assignment[] | null;
  /** Devices that failed on it: not asked again. */
  declare failedOn: Set<DeviceId> | null;
  /** How often it failed where it was the only one. */
  declare failures: number;
  /** Quorum votes so far. */
  declare votes: Vote[] | null;
  /** Honest audits of earlier attempts that were refuted unpaid: paid with the attempt that becomes final. */
  declare arrears: Earned[] | null;
  /** An earlier attempt was paid: what this one costs is the operator's loss. */
  declare alreadyPaid: boolean;
  declare waitingSince: number;
  declare call: Call | null;

  constructor(
    slice: OpenSlice,
    { first, count, attempt }: { readonly first: number; readonly count: number; readonly attempt: number },
    state: UnitState,
  ) {
    this.slice = slice;
    this.first = first as ItemIndex;
    this.count = count;
    this.attempt = attempt;
    this.state = state;
  }
}

Object.assign(Unit.prototype, {
  copies: null,
  failedOn: null,
  failures: 0,
  votes: null,
  arrears: null,
  alreadyPaid: false,
  waitingSince: 0,
  call: null,
} satisfies Partial<Unit>);

/** Somebody waits for a single item. */
export interface Call {
  readonly answered: (unit: Unit & { state: Accepted }) => void;
}

export type UnitState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'inFlight' }
  /** With the referee: a quorum that found no agreement, or an item that fails on every device. */
  | { readonly kind: 'refereed' }
  | Accepted;

/** What an answer taken for a unit is known by. */
interface AcceptedAs {
  readonly kind: 'held' | 'final';
  readonly answer: UnitAnswer;
  readonly fuel: number;
  readonly prefix: string;
  readonly drawn: number;
  readonly positions: readonly number[];
}

/** On hold, or final. What seldom differs from the usual lies on the prototype, as in {@link Unit}. */
export class Accepted {
  kind: 'held' | 'final';
  /** Without its results once it is final. */
  answer: UnitAnswer;
  /** Of all its items; below 2^53. */
  readonly fuel: number;
  /** The address prefix that the answer came from. */
  readonly prefix: string;
  /** Positions drawn at the answer, and ever. */
  readonly drawn: number;
  positions: readonly number[];
  /** The final look was drawn. */
  looked = false;
  /** Drawn, and not passed yet. */
  owed: Audit[] = NO_AUDITS;
  passed: Earned[] = NONE_PASSED;
  /** See HeldUnit.carried in domain/hold. */
  carried = 0;
  /** The commit that says that it is final; 0 before. */
  finalIn = 0;
  /** What devices vouched for, once the unit's bytes are gone. */
  kept: KeptItems | null = null;
  /** It is in its job's fold, from which it can be taken only together with all of its device's work. */
  declare isFolded: boolean;
  /** Items that trapped or were exhausted. */
  declare trapped: number;
  /** How often was drawn, final look apart. */
  declare rounds: number;
  declare exit: ExitCheck | null;

  constructor({ kind, answer, fuel, prefix, drawn, positions }: AcceptedAs) {
    this.kind = kind;
    this.answer = answer;
    this.fuel = fuel;
    this.prefix = prefix;
    this.drawn = drawn;
    this.positions = positions;
  }
}

Object.assign(Accepted.prototype, {
  isFolded: false,
  trapped: 0,
  rounds: 1,
  exit: null,
} satisfies Partial<Accepted>);

export type AcceptedUnit = Unit & { state: Accepted };

/** An answer whose votes are not decided yet: credited once all of them are, because votes alone are not stored [CM1]. */
export interface PendingCredit {
  readonly session: Session;
  readonly assignment: AssignmentId;
  readonly slice: SliceId | null;
  open: number;
}

export interface Vote {
  readonly credit: PendingCredit | null;
  readonly answer: UnitAnswer;
  readonly prefix: string;
  readonly fuel: number;
  /** Checks that its device had passed when it answered. */
  readonly passed: number;
}

/** Audits over all of a device's held units of a job, drawn when no more work of it is to come. */
export interface ExitCheck {
  pending: number;
}

export interface Audit {
  readonly unit: AcceptedUnit;
  readonly position: number;
  /** Of the answered item, where the answer's bytes are gone. */
  readonly expected: Trace | null;
  readonly exit: ExitCheck | null;
  /** `due`: waits for its auditor's next assignment; `referee`: executed by the referee now; `void`: not owed any more. */
  state: 'queued' | 'due' | 'assigned' | 'referee' | 'void';
  since: number;
  tries: number;
}

export interface DeviceState {
  readonly id: DeviceId;
  /** The private pool of its last session, by the join key shown. */
  pool: string | null;
  passed: number;
  banned: boolean;
  finalItems: number;
  refutedItems: number;
  finalFuel: bigint;
  /** Ledger units that its work earned its payee since this coordinator started. */
  earned: bigint;
  readonly sessions: Set<Session>;
  /** What it may be given; null: everything. */
  accepts: Acceptance | null;
  /** Categories that every site allows for which it works now; null: all. */
  allows: ReadonlySet<string> | null;
  /** Units on hold, in the order of their answers, and how many items they are. */
  held: AcceptedUnit[];
  heldItems: number;
  /** Units of slices still open here that are final, and units that it passed audits of. */
  readonly finals: Bag<Unit>;
  readonly vouched: Bag<Unit>;
  /** Undecided units that it voted on. */
  readonly votes: Bag<Unit>;
  /** Audits it is to execute. */
  due: Audit[];
  /** Its finality is looked at in this tick. */
  dirty: boolean;
  /** A dispute in which it is a side is before the referee. */
  disputing: boolean;
  /** Its place among those who can audit, or −1. */
  auditorAt: number;
  /** Milliseconds of a seat per unit of fuel, smoothed; 0 before the first answer. */
  msPerFuel: number;
  /** Units that its next assignment may have: grows with what it answers. */
  reach: number;
  /** Sessions of it that were closed since it last answered, because they let work lie; until when it is not let in again. */
  silences: number;
  restsUntil: number;
  /** When its first session began, and when its last one left. */
  cameAt: number;
  leftAt: number;
}

export interface Session {
  readonly link: Link;
  readonly device: DeviceState;
  /** Whose vote its would be [AS1]. */
  readonly party: Party;
  /** Seats that want work. */
  open: number;
  readonly assignments: Map<AssignmentId, Assignment>;
  /** Jobs that the contributor was told about. */
  readonly told: Set<OpenJob>;
  /** When the last frame arrived, and when a seat last became free, as far as is known. */
  lastHeard: number;
  freeAt: number;
  /** Since when something is overdue, and nothing was answered; −1: nothing is. */
  silentSince: number;
  /** What was last said about its standing, so that it is not repeated. */
  lastStanding: string;
  /** What could be given out when it last got nothing. */
  sawWork: number;
  /** Newcomers wait for their admission while the referee has too much to do. */
  admitted: boolean;
}

export interface AuditPart {
  /** Where in the flat list of items it hides. */
  readonly at: number;
  readonly audit: Audit;
}

export interface Assignment {
  readonly id: AssignmentId;
  session: Session;
  readonly job: OpenJob;
  /** Null where it carries audits only. */
  readonly slice: OpenSlice | null;
  readonly units: readonly Unit[];
  /** Their items as they were sent: a unit may be cut short since. */
  readonly counts: readonly number[];
  /** Ascending; all other places are the units' items in order. */
  readonly audits: readonly AuditPart[];
  /** Items, audits included. */
  readonly items: number;
  readonly issuedAt: number;
  /** When a seat of the session could begin with it, as far as can be seen from here; −1: others come first. */
  beganAt: number;
  /** When it counts as late. */
  readonly dueAt: number;
}

/** The `dueAt` of what no seat of this process was given. */
export const NEVER = 0;

/** For all that have none: what is added to a list of none is a list of its own. */
const NO_AUDITS: Audit[] = [];
const NONE_PASSED: Earned[] = [];

export const isAccepted = (unit: Unit): unit is AcceptedUnit =>
  unit.state.kind === 'held' || unit.state.kind === 'final';
