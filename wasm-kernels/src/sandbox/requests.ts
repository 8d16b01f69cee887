import type { ErrorCode, ItemResult } from '@manyhands/protocol';
import type { CompiledKernel } from '../compile/compile.ts';
import type { KernelFiles } from '../compile/files.ts';
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
  execute: { request: ExecuteRequest; reply: ItemResult[] };
  trial: { request: TrialRequest; reply: TrialReply };
}
export type RequestKind = keyof Requests;

export interface ExecuteRequest {
  readonly build: string;
  readonly datasets: readonly string[];
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
}

export interface TrialRequest extends ExecuteRequest {
  /** Seconds to spend on timing after the runs that compare. */
  readonly timingSeconds: number;
}

export interface TrialReply {
  readonly items: readonly TrialItem[];
  /** Nanoseconds of a reference core per 10^9 fuel, or 0 where no item ended well. */
  readonly rate: number;
}

/** How one sample item ran. */
export interface TrialItem extends ItemResult {
  /** Best time of this core in milliseconds of processor, measured to a few microseconds. */
  readonly milliseconds: number;
  /** What a failed item said. */
  readonly failure: string | null;
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
