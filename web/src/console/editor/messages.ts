/** What crosses between the page and the worker that compiles. */
import type { Hash, KernelSchema } from '@manyhands/protocol';
import type { Label } from '@manyhands/wasm-kernels';
import type { Fault } from './faults.ts';

export interface CompileAsked {
  readonly source: string;
  /** A build that calls its host now and then, for browsers that could not end another. */
  readonly hooked: boolean;
}

/** A kernel that was compiled here, as the network would have it. */
export interface Compiled {
  readonly kernel: Hash;
  readonly schema: KernelSchema;
  readonly label: Label;
  /** The bytes that really run. */
  readonly build: Uint8Array;
  readonly milliseconds: number;
}

export type CompileReport =
  | { readonly kind: 'compiled'; readonly compiled: Compiled }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly faults: readonly Fault[];
    };
