/**
 * Everything that crosses a thread: page ↔ engine worker ↔ seat workers. Plain values only, so that they can be cloned.
 */
import type { ResultColumns, StandingFrame } from '@manyhands/protocol';
import type { Consent } from './consent.ts';
import type { GovernorState } from './governor/govern.ts';
import type { Readings } from './governor/readings.ts';
import type { Rules } from './governor/rules.ts';
import type { SignalWords } from './seat/signal.ts';

// Page ↔ engine

/** Where the engine is. `reconnecting` and `refused` carry the code and words of the reason. */
export type EnginePhase =
  | { readonly kind: 'idle' }
  /** Another tab of this browser runs the pool; this one takes over when it closes. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'working' }
  | { readonly kind: 'reconnecting'; readonly inMs: number; readonly code: string; readonly message: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'stopping' };

/** What one seat computes now. */
export interface RunningUnit {
  readonly assignment: string;
  readonly job: string;
  readonly title: string;
  /** The kernel's hash: 64 hex digits. */
  readonly kernel: string;
  readonly researcher: string;
  readonly items: number;
  readonly done: number;
  /** The most that one item may execute, in instructions. */
  readonly fuelCap: bigint;
  /** The kernel's memory in bytes, or 0 before it is loaded. */
  readonly memoryBytes: number;
}

export type Standing = Omit<StandingFrame, 'kind'>;

export interface EngineState {
  readonly phase: EnginePhase;
  /** The device's address, or empty before the first start. */
  readonly device: string;
  /** Seats that are up, and assignments that wait for one. */
  readonly seats: number;
  readonly queued: number;
  readonly running: readonly RunningUnit[];
  /** Since the engine started. */
  readonly computedItems: number;
  readonly computedFuel: bigint;
  /** Answers sent that the coordinator has not committed yet. */
  readonly unsettled: number;
  /** What the coordinator says of this device, or null before it said anything. */
  readonly standing: Standing | null;
  /** The last failure of a seat or a download, or empty. */
  readonly trouble: string;
  /** What may run now and why not more, or null before the first start. */
  readonly governor: GovernorState | null;
}

/** Called by the page through comlink. */
export interface EngineApi {
  watch(listener: (state: EngineState) => void): void;
  /** Starts under a consent; rejects with CONSENT_MISSING in the message when it does not hold. */
  begin(consent: Consent): Promise<void>;
  /** Changes threads and share while running. */
  adjust(consent: Consent): Promise<void>;
  /** Changes when work may run; counts at once. */
  govern(rules: Rules): void;
  /** What the page reads of its machine: hidden pages hear of changes, but their timers are slow. */
  sense(readings: Readings): void;
  /** Resolves when nothing runs any more, within a second [CO2]. */
  stop(): Promise<void>;
  /** Ends all work like {@link stop}, and tells the coordinator that the consent is withdrawn. */
  withdraw(): Promise<void>;
  /** Takes up a site's challenge, as soon as the session is on: the work counts for it. */
  solve(challenge: string): Promise<void>;
}

// Engine ↔ seat

/** A kernel as a seat keeps it: one build with its datasets, under the engine's own key. */
export interface KernelLoad {
  readonly key: string;
  readonly module: WebAssembly.Module;
  readonly datasets: readonly Uint8Array[];
}

export interface Order {
  readonly assignment: string;
  /** Grows with every order of a seat. */
  readonly number: number;
  /** The {@link KernelLoad} that computes it. */
  readonly kernel: string;
  readonly lengths: Uint8Array;
  readonly inputs: Uint8Array;
  readonly fuelCap: bigint;
}

/**
 * What a seat tells while it computes, in order, on a port of its own (comlink's awaits never settle when a worker dies):
 * some more results, then how it ended. `cut` means that the rest was not computed.
 */
export type SeatReport =
  | { readonly kind: 'loaded'; readonly assignment: string; readonly memoryBytes: number }
  | {
      readonly kind: 'computed';
      readonly assignment: string;
      readonly results: ResultColumns;
      /** How long the slowest of these items took, in milliseconds. */
      readonly slowestMs: number;
    }
  | { readonly kind: 'ended'; readonly assignment: string; readonly how: 'finished' | 'cut' }
  | { readonly kind: 'failed'; readonly assignment: string; readonly code: string; readonly message: string };

/** Called by the engine through comlink: control only. */
export interface SeatApi {
  /** Comes first: the port on which reports are sent, and where memory can be shared, words to look at inside items. */
  connect(port: MessagePort, words: SignalWords | null): void;
  load(load: KernelLoad): void;
  unload(key: string): void;
  /** The share of time to use, from 0.05 to 1. */
  limit(share: number): void;
  /** Begins an order; how it goes is reported. */
  run(order: Order): void;
  /** Ends the order of this number: inside an item where the words are shared and its build is hooked, else after it. */
  stop(order: number): void;
  /** Ends the order of this number after the item that is computed now. */
  finish(order: number): void;
}
