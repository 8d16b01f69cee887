import type { ErrorCode, ItemResult } from '@manyhands/protocol';
import type { CompiledKernel } from '../compile/compile.ts';
import type { KernelFiles } from '../compile/files.ts';
import type { KernelSymbols, Wanted } from '../compile/source-map.ts';
import type { Explained, Explaining } from '../debug/explain.ts';
import type { Profile } from '../debug/profile.ts';
import type { Build } from '../instrument/instrument.ts';
import type { NaNMode } from '../runtime/build.ts';
import type { PreparedKernel, RawKernel } from './prepare.ts';

/** Immutable bytes and the SHA-256 that names them. */
export interface Named {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** What a sandboxed process can be asked. Builds and datasets are put once and named by hash afterwards. */
export interface Requests {
  compile: { request: { source: string | KernelFiles }; reply: CompiledKernel };
  prepare: {
    request: { kernel: RawKernel; memoryPages: number | undefined };
    reply: PreparedKernel;
  };
  put: { request: Named; reply: null };
  forget: { request: { hash: string }; reply: null };
  execute: { request: ExecuteRequest & { readonly timed: boolean }; reply: TimedResult[] };
  symbols: { request: { source: string | KernelFiles; wanted: Wanted }; reply: KernelSymbols };
  explain: { request: ExplainRequest; reply: readonly Explained[] };
  profile: { request: ExplainRequest; reply: Profile };
  trial: { request: TrialRequest; reply: TrialReply };
}
export type RequestKind = keyof Requests;

export interface ExecuteRequest {
  readonly build: string;
  readonly datasets: readonly string[];
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
}

/** As {@link Explaining}, with datasets by hash. */
export type ExplainRequest = Omit<Explaining, 'datasets'> & { readonly datasets: readonly string[] };

/** An item as the referee executed it. */
export interface TimedResult extends ItemResult {
  /** Of a reference core; absent where it was not asked for, or where this run does not tell. */
  readonly nanoseconds?: number;
}

export interface TrialRequest {
  /** The kernel as its author made it. */
  readonly wasm: Uint8Array;
  /** How far its memory may grow, in pages of 64 KiB. */
  readonly memoryPages: number | undefined;
  readonly datasets: readonly string[];
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
  /** Seconds to spend on timing after the runs that compare. */
  readonly timingSeconds: number;
}

export interface TrialReply {
  readonly items: readonly TrialItem[];
  /** Nanoseconds of a reference core per 10^9 fuel on the chosen build, or 0 where no item ended well. */
  readonly rate: number;
  /** The build on which the items ran best. */
  readonly build: Build;
  /** The build that calls a hook where a slice of fuel ends. */
  readonly hooked: Build;
  readonly choice: Choice;
}

/** Why a build was chosen. */
export interface Choice {
  readonly nan: NaNMode;
  /** `small`: a fast build with less memory than the kernel may have. */
  readonly memory: 'full' | 'small';
  /** Real memory of the chosen build in pages of 64 KiB. */
  readonly pages: number;
  /** What was tried, the careful build first; times relative to it, null where a candidate did not hold. */
  readonly candidates: readonly {
    readonly nan: NaNMode;
    readonly pages: number;
    readonly ratio: number | null;
  }[];
}

/** How one sample item ran. */
export interface TrialItem extends ItemResult {
  /** Best time of this core in milliseconds of processor, measured to a few microseconds. */
  readonly milliseconds: number;
  /** What a failed item said. */
  readonly failure: string | null;
  /** Lines that it printed, see {@link Explained}. */
  readonly printed: readonly string[];
}

/** What goes to the child, and what comes back. */
export interface Envelope<Kind extends RequestKind = RequestKind> {
  readonly id: number;
  readonly kind: Kind;
  readonly request: Requests[Kind]['request'];
}
export type Reply =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | {
      readonly id: number;
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: unknown;
    };
