/** Where jobs are kept and what was done for them. Forms: SQL (sql-works.ts), and the journal in memory (memory-works.ts). */
import type { CoordinatorId, JobId, SliceId } from '@manyhands/protocol';
import type { JobTerms, Journal } from '../dispatch/journal.ts';

export interface JobFacts {
  readonly id: JobId;
  readonly channel: string;
  /** Ledger units. */
  readonly budget: bigint;
  readonly state: string;
}

export interface Limits {
  readonly perDay: bigint | null;
  readonly total: bigint | null;
}

export interface SliceFacts {
  readonly id: SliceId;
  readonly job: JobId;
  readonly owner: string | null;
  readonly spent: bigint;
  readonly reserved: bigint;
}

/** What a researcher may ask of a job; refused where a rule is against it. */
export type Order = 'start' | 'pause' | 'resume' | 'cancel' | 'extend' | 'append' | 'show';

export interface Works {
  /** Whether settlements see what running jobs may still be charged. */
  readonly tellsOpen: boolean;
  /** The journal of a new process. */
  journal(): Journal;
  /** Shows that a coordinator was silent for long. */
  silence(id: CoordinatorId): Promise<void>;
  quote(terms: JobTerms, channel: string, budget: bigint): Promise<void>;
  /** `n` decides by how much. */
  order(order: Order, job: JobId, n: number): Promise<void>;
  /** Of what may be spent from a channel, in ledger units; null: no limit. False where this form has no limits. */
  limit(channel: string, limits: Limits): Promise<boolean>;
  /** A day passes: what the ledger has is yesterday's. */
  night(): Promise<void>;
  /** Ends the cancelled jobs of which nothing is on hold any more. */
  endCharged(): Promise<unknown>;
  /** Folds what was committed into the ledger's entries. */
  fold(): Promise<void>;
  jobs(): Promise<readonly JobFacts[]>;
  slices(): Promise<readonly SliceFacts[]>;
  /** Rules that the books break by themselves, in words. */
  reconcile(): Promise<readonly string[]>;
}

/** How far a budget is raised, in token units, and how many items are appended. */
export const raisedBy = (n: number): bigint => BigInt(n % 60);
export const appended = (n: number): number => 1 + (n % 6);
