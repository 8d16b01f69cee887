import {
  type CoordinatorFrame,
  type CoordinatorId,
  type DeviceId,
  type ErrorCode,
  type ItemIndex,
  type ItemResult,
  type JobId,
  type Packed,
  pack,
} from '@manyhands/protocol';
import type { JobTerms, Journal, PaidTo } from './journal.ts';

/** Milliseconds that only grow; simulated in tests. */
export interface Clock {
  now(): number;
}

/** An item as the referee executed it. */
export interface RefereeResult extends ItemResult {
  /** Of a reference core; absent where it was not asked for, or where this run does not tell. */
  readonly nanoseconds?: number;
}

/** Trusted execution, one or many items of a job. Rejects when it cannot run now; then it is asked again. */
export interface Referee {
  execute(
    terms: JobTerms,
    inputs: readonly Uint8Array[],
    options: { readonly timed: boolean },
  ): Promise<RefereeResult[]>;
}

/** The way to one contributor, as the socket door made it. */
export interface Link {
  readonly device: DeviceId;
  readonly paid: PaidTo;
  /** IPv4 /24, IPv6 /48, or `loopback`. */
  readonly prefix: string;
  /** What it says it is: an engine or a server. Nobody's word but its own. */
  readonly agent: string;
  readonly seats: number;
  /** Assignments of an earlier connection that it still computes, or whose answers are not credited. */
  readonly keeps: readonly string[];
  send(frame: CoordinatorFrame): void;
  close(code: ErrorCode, message: string): void;
}

/** What the coordinator's edge and its log want to know. */
export type DispatchEvent =
  /** Every slice of the job that is known here is settled: it may be ready to be certified. */
  | { readonly kind: 'jobComplete'; readonly job: JobId }
  | { readonly kind: 'banned'; readonly device: DeviceId; readonly job: JobId; readonly item: number }
  | { readonly kind: 'sliceLost'; readonly job: JobId; readonly slice: number }
  /** A commit or the referee failed and will be tried again. */
  | { readonly kind: 'trouble'; readonly what: string; readonly cause: unknown };

/** Inputs of consecutive items, as encoded rows. */
export interface InputRows {
  /** Of one of those items. */
  row(item: ItemIndex): Uint8Array;
  /** Of consecutive ones, end to end; views where they lie so already. */
  run(first: ItemIndex, count: number): Packed;
}

export interface Ports {
  readonly me: CoordinatorId;
  readonly journal: Journal;
  readonly referee: Referee;
  readonly clock: Clock;
  /** From 0 to below 1; seeded in simulations. Never decides which items are audited. */
  random(): number;
  /** The inputs of consecutive items of a job, in memory once this resolves. */
  inputs(terms: JobTerms, first: ItemIndex, count: number): Promise<InputRows>;
  report(event: DispatchEvent): void;
}

/** Rows that a function gives, as a dispatcher takes them. */
export const inputRows = (row: (item: ItemIndex) => Uint8Array): InputRows => ({
  row,
  run: (first, count) => pack(Array.from({ length: count }, (_, i) => row((first + i) as ItemIndex))),
});
