import { type Hash, hashOf } from '@manyhands/protocol';
import { KIND_NAMES } from '../binary/module.ts';
import type { Feature } from '../binary/opcodes.ts';
import { nanFacts } from '../instrument/nan.ts';
import type { Reset } from '../runtime/build.ts';
import { checkModule } from './check.ts';
import { nameOf, type Range, tablesOf } from './refusals.ts';
import { type AbiKind, abiKindOf } from './wasi.ts';

/** What a module is and needs. Whatever has a label can be instrumented. */
export interface Label {
  /** SHA-256 of the bytes: the kernel's name. */
  readonly hash: Hash;
  /** SHA-256 of the source that it was compiled from, where the caller knows that. */
  readonly sourceHash: Hash | null;
  readonly abi: AbiKind;
  /** Bytes. */
  readonly size: number;
  /** As `module.name`. */
  readonly imports: readonly string[];
  readonly exports: readonly { readonly name: string; readonly kind: string }[];
  readonly features: readonly Feature[];
  /** Declared memory in pages of 64 KiB, or null where there is none. */
  readonly memoryPages: Range | null;
  /** Declared tables, in entries. */
  readonly tables: readonly Range[];
  readonly functions: number;
  /** Whether code runs at instantiation. */
  readonly hasStart: boolean;
  readonly floats: {
    /** Places where the bits of a computed NaN could show; without any, NaNs cost nothing. */
    readonly nanSites: number;
    /** Whether lazy NaNs may be faster. */
    readonly storesComputed: boolean;
  };
  readonly calls: {
    /** Functions that may be called within their own calls; their depth is counted. */
    readonly recursive: number;
    /** The most stack in bytes that all other calls take together. */
    readonly straightBytes: number;
  };
  /** How an item gets a fresh state: see {@link Reset}. */
  readonly reset: Reset;
}

/**
 * Labels any module that can be instrumented, in bounded time and memory. Throws KERNEL_TOO_LARGE, KERNEL_INVALID,
 * KERNEL_IMPORT_REFUSED or KERNEL_FEATURE_REFUSED for any other.
 */
export function labelOf(bytes: Uint8Array, source?: string): Label {
  const { module, features, calls, reset } = checkModule(bytes);
  const { sites, storesComputedFloats } = nanFacts(module);
  const [memory] = module.memories;
  return {
    hash: hashOf(bytes),
    sourceHash: source === undefined ? null : hashOf(new TextEncoder().encode(source)),
    abi: abiKindOf(module),
    size: bytes.length,
    imports: module.imports.map(nameOf),
    exports: module.exports.map(({ name, kind }) => ({ name, kind: KIND_NAMES[kind] })),
    features,
    memoryPages: memory === undefined ? null : { min: memory.min, max: memory.max },
    tables: tablesOf(module),
    functions: module.functions.length,
    hasStart: module.start !== null,
    floats: { nanSites: sites, storesComputed: storesComputedFloats },
    calls: { recursive: calls.recursive.size, straightBytes: calls.straightBytes },
    reset,
  };
}
