import type {
  AssignmentId,
  Category,
  CoordinatorId,
  DeviceId,
  Fence,
  Hash,
  ItemIndex,
  JobId,
  Policy,
  Reason,
  ResultColumns,
  SliceId,
} from '@manyhands/protocol';
import type { Entry, JobPrice } from '../domain/pay.ts';
import type { RateHistory, Timing } from '../domain/rate.ts';
import type { Credit, VisitId } from '../domain/site-shares.ts';
import type { KeptItems } from './traces.ts';

/** What is fixed about a job once it has started. */
export interface JobTerms {
  readonly id: JobId;
  readonly title: string;
  readonly researcher: string;
  readonly kernel: Hash;
  readonly kernelName: string;
  readonly build: Hash;
  /** The build that calls a hook where a slice of fuel ends, for seats that must be able to pause inside an item. */
  readonly hooked: Hash;
  /** In the kernel's order. */
  readonly datasets: readonly Hash[];

  readonly itemCount: number;
  /** Items of an ordinary unit. */
  readonly unitItems: number;
  readonly fuelCap: bigint;
  /** The trial's: nanoseconds of a reference core per 10^9 fuel. Later slices carry their own. */
  readonly rate: number;
  readonly policy: Policy;
  /** Null: volunteer science, credited in fuel only. */
  readonly price: JobPrice | null;
  readonly drawSecret: Uint8Array;
  /** Its share of seats beside other jobs: price × priority, 1 for an ordinary job. Absent: 1. */
  readonly weight?: number;
  /** What it is for; `other` if absent. */
  readonly category?: Category;
  /** Nothing of it is given out for now; what is in flight is called back. */
  readonly paused?: boolean;
  /** Why its kernel may not run: no device is given anything of it, not even audits. Null or absent: it may. */
  readonly withheld?: Reason | null;
}

/** A slice that this coordinator owns from now on, with what earlier owners committed of it. */
export interface SliceGrant {
  readonly id: SliceId;
  readonly job: JobId;
  readonly first: ItemIndex;
  readonly count: number;
  readonly fence: Fence;
  /** What its items pay by: fixed when it was carved, whoever owns it. */
  readonly rate: number;
  /** The highest attempts, ascending by `first`, refuted ones included so that attempts go on counting. */
  readonly units: readonly StoredUnit[];
}

export interface StoredUnit {
  readonly first: ItemIndex;
  readonly count: number;
  readonly attempt: number;
  /** Order in which units were accepted, over the whole network. */
  readonly seq: number;
  /** Held is also what was final and lost an audit to a ban: it is to be audited again. */
  readonly state: 'held' | 'final' | 'refuted';
  /** An attempt at these items was final and paid once. */
  readonly paid: boolean;
  readonly answer: UnitAnswer;
  readonly draws: readonly StoredDraw[];
  /** Audits that passed (withdrawn ones left out). */
  readonly passed: readonly StoredAudit[];
  /**
   * Its outputs are in a fold already: what was kept of its answer, and items that lost their audit to a ban and are to be audited
   * again. It may be refuted with its device alone. Absent: it is not folded.
   */
  readonly folded?: { readonly kept: KeptItems | null; readonly lost: readonly number[] };
  /** Audits by devices of earlier attempts, or of this one if it is refuted, that were right and are not paid. */
  readonly arrears: readonly StoredAudit[];
}

export interface StoredAudit {
  readonly item: ItemIndex;
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly fuel: bigint;
}

export interface StoredDraw {
  readonly round: number;
  readonly positions: readonly number[];
}

/** Whoever executed: a device, or the coordinator's own referee. */
export type Auditor = DeviceId | 'referee';

/** Who earns for an execution: a payee and the embedding site's payee, each an address or empty. */
export interface PaidTo {
  readonly payee: string;
  readonly site: string;
}

/** One device's answer for all items of a unit. */
export interface UnitAnswer {
  readonly assignment: AssignmentId;
  readonly device: Auditor;
  readonly paid: PaidTo;
  /** Hex of protocol's answerDigest. */
  readonly digest: string;
  /** The audit rate that applied when it arrived. */
  readonly ratePpm: number;
  /** In columns; empty for a restored unit that is final or refuted (its bytes are not needed any more). */
  readonly results: ResultColumns;
}

/** Names one attempt at one unit within a slice that the writer must still own. */
export interface UnitKey {
  readonly job: JobId;
  readonly slice: SliceId;
  readonly fence: Fence;
  readonly first: ItemIndex;
  readonly attempt: number;
}

/**
 * What happened since the last commit. Everything of it is stored in one transaction, in this order, except what
 * belongs to a slice whose fence has moved on, and finals of devices that are banned meanwhile.
 */
export interface CommitBatch {
  /**
   * Counts the commits of one coordinator process, from 1. Whoever did not hear the outcome sends the same batch under
   * the same number again: it changes nothing then, and the first receipt is given once more.
   */
  readonly number: number;
  /** Answers taken on hold: unit, segment and draw of round 0. */
  readonly accepted: readonly (UnitKey & {
    readonly count: number;
    readonly answer: UnitAnswer;
    readonly positions: readonly number[];
  })[];
  /** Devices whose votes agreed on a unit accepted here: a passed check for each. */
  readonly agreed: readonly (UnitKey & { readonly device: DeviceId })[];
  /** Draws of later rounds. */
  readonly drawn: readonly (UnitKey & StoredDraw)[];
  readonly audits: readonly (UnitKey & {
    readonly item: ItemIndex;
    /** Whose answer was audited: the audits it passed are counted. */
    readonly worker: Auditor;
    readonly auditor: Auditor;
    readonly paid: PaidTo;
    readonly fuel: bigint;
    readonly verdict: 'passed' | 'refuted' | 'withdrawn';
  })[];
  /** Units whose answer is refuted, or dropped with its refuted device: run again under the next attempt. */
  readonly reopened: readonly (UnitKey & {
    readonly device: Auditor;
    readonly items: number;
    readonly was: 'held' | 'final';
    /** Whose visit to a site loses how much fuel; absent or null where no site asked. */
    readonly visited?: Visited | null;
  })[];
  readonly bans: readonly { readonly device: DeviceId; readonly evidence: BanEvidence }[];
  /** Units now final, with what is paid for them (nothing for a free job). */
  readonly finals: readonly (UnitKey & {
    readonly device: Auditor;
    readonly items: number;
    readonly trapped: number;
    readonly fuel: bigint;
    readonly entries: readonly Entry[];
    /** What of it the researcher pays. */
    readonly charged: bigint;
    /** In the course of which visit to a site it was computed; absent or null: of none. */
    readonly visit?: VisitId | null;
    /** What is earned in the course of visits, the auditors' included. Absent: nothing. */
    readonly credits?: readonly Credit[];
  })[];
  /** Executions to count that leave no other trace: quorum copies, refuted answers. By slice. */
  readonly executed: readonly {
    readonly job: JobId;
    readonly slice: SliceId;
    readonly fence: Fence;
    readonly items: number;
  }[];
  /** What the referee measured: of a job, kept with the slice that asked. An item counts once. */
  readonly timings: readonly (Timing & {
    readonly job: JobId;
    readonly slice: SliceId;
    readonly fence: Fence;
    readonly item: ItemIndex;
  })[];
  /** Slices of which every unit is final: settled, their reservation released. */
  readonly settled: readonly { readonly slice: SliceId; readonly fence: Fence }[];
}

/** Fuel that was computed in the course of a visit to a site. */
export interface Visited {
  readonly visit: VisitId;
  readonly fuel: bigint;
}

export interface BanEvidence {
  readonly job: JobId;
  readonly item: ItemIndex;
  readonly assignment: AssignmentId;
  /** Hex item digests: what the referee computed and what the device answered. */
  readonly expected: string;
  readonly answered: string;
  /** The rate at which the answer that gave it away was drawn when it came, in millionths. */
  readonly answerPpm: number;
  /** A later round than the draw at the answer found it: an exit check or a final look. */
  readonly late: boolean;
}

export interface CommitReceipt {
  /** Slices of which something was not written, because its fence is an old one [LS3]. */
  readonly lost: readonly SliceId[];
  /** Devices whose finals were refused because they are banned [VF2]. */
  readonly banned: readonly DeviceId[];
}

/** What is remembered of a device across sessions and coordinators. */
export interface DeviceRecord {
  readonly passed: number;
  readonly banned: boolean;
  readonly finalItems: number;
  readonly refutedItems: number;
  readonly finalFuel: bigint;
}

/** Asks for work: a slice of at most `count` items, given up by another owner, opened again, or freshly carved. */
export interface ClaimRequest {
  readonly job: JobId;
  readonly count: number;
  /** At which rate a fresh slice pays, from what is known of the job then. Asked while no other claim of the job runs. */
  termsAfter(history: RateHistory): SliceTerms;
  /**
   * Slices of the job that the caller works, or has settled without having heard of it. Others that it owns are granted
   * again: the reply to their claim was lost. What is being carved for a call is not. Absent: it is not asked for them.
   */
  readonly holding?: readonly SliceId[];
  /** Whether fresh items may be carved; otherwise only slices that somebody gave up or that were opened again. */
  readonly carve: boolean;
}

/** What is fixed about a slice when it is carved. */
export interface SliceTerms {
  readonly rate: number;
  /** Ledger units to set aside for each item, 0 for a free job. */
  readonly reservePerItem: bigint;
  /** Items at most, where fewer than asked for. */
  readonly most?: number;
}

export type Claim =
  | { readonly kind: 'granted'; readonly slice: SliceGrant }
  /** No item of the job is free: all are in slices that somebody works or that are settled. */
  | { readonly kind: 'none' }
  /** The budget does not cover the next item, or what is unpaid of a slice; `free` ledger units are left. */
  | { readonly kind: 'budget'; readonly free: bigint; readonly terms: SliceTerms }
  /** Its account limited what may be spent, by day or in all, or withdraws its channel, or signed no voucher for what is computed, and so much is not left. */
  | { readonly kind: 'limit'; readonly of: 'day' | 'total' | 'exit' | 'voucher' };

/**
 * Where dispatch remembers. Forms: SQL (db/journal) and in memory (dispatch/memory-journal), with one shared suite.
 * Every method is atomic.
 */
export interface Journal {
  /** Running jobs, oldest first. */
  runningJobs(): Promise<readonly JobTerms[]>;
  /** Takes a slice [LS1, LS2, SL1]; its budget is reserved in the same transaction [LG2]. */
  claim(me: CoordinatorId, request: ClaimRequest): Promise<Claim>;
  /** Stores a batch: all of it, or nothing of it with an error [CM2]. */
  commit(me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt>;
  /** The records of these devices; unknown ones have none yet. */
  devices(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>>;
  /**
   * Shows that this coordinator lives, frees slices of silent ones [LS4], and returns the devices banned since
   * the last beat by anyone.
   */
  beat(me: CoordinatorId): Promise<readonly DeviceId[]>;
  /** Gives all slices back, keeping what is committed: the last act of a drain. */
  release(me: CoordinatorId): Promise<void>;
}
