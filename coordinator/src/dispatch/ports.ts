import {
  type CoordinatorFrame,
  type CoordinatorId,
  type DeviceId,
  type ErrorCode,
  fromHex,
  type InputRows,
  type ItemIndex,
  type ItemResult,
  type JobId,
  pack,
  toHex,
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
  /** The private pool whose join key was shown. Absent or null: none. */
  readonly pool?: string | null;
  /**
   * Assignments of an earlier connection that it still computes, or whose answers are not credited. Absent: none.
   */
  readonly keeps?: readonly string[];
  /** Categories of jobs that the site allows for which it works. Absent or empty: all. */
  readonly allows?: readonly string[];
  send(frame: CoordinatorFrame): void;
  close(code: ErrorCode, message: string): void;
}

/**
 * Makes assignment ids that say what was assigned, to any coordinator of the network and to nobody else: so that an
 * answer to a process that is gone is worth something [AN1].
 */
export interface Seal {
  /** Text of the URL-safe base64 letters. */
  close(bytes: Uint8Array): string;
  /** Null for what no coordinator of this network closed. */
  open(text: string): Uint8Array | null;
}

/** What the coordinator's edge and its log want to know. */
export type DispatchEvent =
  /** Every slice of the job that is known here is settled: it may be ready to be certified. */
  | { readonly kind: 'jobComplete'; readonly job: JobId }
  | { readonly kind: 'banned'; readonly device: DeviceId; readonly job: JobId; readonly item: number }
  | { readonly kind: 'sliceLost'; readonly job: JobId; readonly slice: number }
  /** A commit or the referee failed and will be tried again. */
  | { readonly kind: 'trouble'; readonly what: string; readonly cause: unknown };

export interface Ports {
  readonly me: CoordinatorId;
  readonly journal: Journal;
  readonly referee: Referee;
  readonly clock: Clock;
  /** From 0 to below 1; seeded in simulations. Never decides which items are audited. */
  random(): number;
  /** The rows of consecutive items: asked once for each slice. */
  inputs(terms: JobTerms, first: ItemIndex, count: number): Promise<InputRows>;
  readonly seal: Seal;
  report(event: DispatchEvent): void;
}

export type { InputRows };

/** Rows that a function gives, as a dispatcher takes them. */
export const inputRows = (row: (item: ItemIndex) => Uint8Array): InputRows => ({
  row: (item) => row(item as ItemIndex),
  run: (first, count) => pack(Array.from({ length: count }, (_, i) => row((first + i) as ItemIndex))),
});

/** A seal that hides nothing: for simulations and tests, where nobody looks. */
export const openSeal: Seal = {
  close: (bytes) => toHex(bytes),
  open: (text) => (/^([0-9a-f]{2})+$/.test(text) ? fromHex(text) : null),
};
