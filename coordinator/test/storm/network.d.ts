/** A simulated network around a real dispatcher: contributors of every kind, latency, disconnects, failing commits. */
import { type ItemResult, type Policy } from '@manyhands/protocol';
import { Dispatcher } from '../../src/dispatch/dispatcher.ts';
import type { JobTerms } from '../../src/dispatch/journal.ts';
import { MemoryJournal } from '../../src/dispatch/memory-journal.ts';
/** A small deterministic generator (mulberry32), so that a printed seed repeats a run. */
export declare function generator(seed: number): () => number;
export type Behaviour =
  | 'honest'
  | 'always'
  | 'item'
  | 'fuel'
  | 'lazyAuditor'
  | 'failing'
  | 'prefix'
  | 'flapping';
export declare const FUEL_CAP = 1000000n;
/** What the simulated kernel gives for an input: every seventh item traps. */
export declare function truth(input: Uint8Array): ItemResult;
export declare const inputOf: (index: number) => Uint8Array;
export declare function jobTerms(id: string, items: number, policy?: Policy, paid?: boolean): JobTerms;
export declare class Network {
  #private;
  now: number;
  readonly journal: MemoryJournal;
  dispatcher: Dispatcher;
  readonly closed: Map<
    string,
    | 'BLOB_HASH_MISMATCH'
    | 'BLOB_TOO_LARGE'
    | 'BLOB_UNKNOWN'
    | 'BUDGET_FULL'
    | 'BUILD_HASH_MISMATCH'
    | 'CERTIFICATE_INVALID'
    | 'CHAIN_UNREACHABLE'
    | 'CHANNEL_UNKNOWN'
    | 'CONSENT_MISSING'
    | 'COORDINATOR_UNREACHABLE'
    | 'DEVICE_BANNED'
    | 'DEVICE_UNPROVEN'
    | 'DRAINING'
    | 'FRAME_INVALID'
    | 'FRAME_TOO_LARGE'
    | 'FRAME_UNEXPECTED'
    | 'INTERNAL'
    | 'JOB_NOT_CERTIFIED'
    | 'JOB_STATE'
    | 'JOB_UNKNOWN'
    | 'KERNEL_COMPILE_FAILED'
    | 'KERNEL_FEATURE_REFUSED'
    | 'KERNEL_IMPORT_REFUSED'
    | 'KERNEL_IMPURE'
    | 'KERNEL_INVALID'
    | 'KERNEL_SIGNATURE'
    | 'KERNEL_TOO_LARGE'
    | 'KERNEL_TRIAL_FAILED'
    | 'KERNEL_UNKNOWN'
    | 'KEY_REFUSED'
    | 'LEASE_LOST'
    | 'PAYMENTS_OFF'
    | 'POLICY_INVALID'
    | 'RATE_LIMITED'
    | 'REQUEST_INVALID'
    | 'RESULTS_UNPAID'
    | 'ROUTE_UNKNOWN'
    | 'ROW_INVALID'
    | 'SANDBOX_LIMIT'
    | 'SEAT_FAILED'
    | 'SESSIONS_FULL'
    | 'SESSION_SILENT'
    | 'SESSION_SLOW'
    | 'STORE_BUSY'
    | 'STORE_IN_USE'
    | 'TABLE_INVALID'
    | 'VERSION_UNSUPPORTED'
    | 'VOUCHER_FORGED'
    | 'VOUCHER_STALE'
    | 'VOUCHER_UNCOVERED'
  >;
  readonly executed: {
    work: number;
    referee: number;
  };
  readonly banned: Set<string>;
  credited: number;
  readonly random: () => number;
  constructor(
    seed: number,
    options?: {
      failCommits?: number;
    },
  );
  /** A process that dies without a word and one that takes its place: only the journal survives. */
  crash(): void;
  later(ms: number, deliver: () => void): void;
  add(id: number, behaviour: Behaviour, seats?: number): Promise<void>;
  /** Lets the network live for so long, or until `done`. Returns whether it was done in time. */
  run(ms: number, done?: () => boolean): Promise<boolean>;
  /** Whether every item of a job is in a settled slice. */
  isSettled(job: string): boolean;
}
