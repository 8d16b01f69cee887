import { hashOf, KnownError } from '@manyhands/protocol';
import type { WasiFacts } from './wasi/facts.ts';

/** Names of what a build exports: the kernel's bytes ABI, and what the rewriter adds. */
export const EXPORTS = {
  memory: 'memory',
  alloc: 'alloc',
  dataset: 'dataset',
  run: 'run',
  fuel: '__fuel',
  /** Memory from {@link HIGH_SLACK} bytes behind this on is as it was at the beginning. */
  high: '__mh_high',
  /** Bytes of stack that calls may still take. */
  depth: '__mh_depth',
  /** A table whose one function a hooked build calls at the end of a slice of fuel. */
  hook: '__mh_hook',
  /** What is left of the slice. */
  slice: '__mh_slice',
  /** Lazy and absent NaNs: set where the assumption broke. Of a build that is watched: set where memory was refused. */
  flag: '__mh_flag',
  save: '__mh_save',
  restore: '__mh_restore',
} as const;

/**
 * How far below zero fuel may fall before a build stops: it may be charged ahead of what runs, and get some of it back.
 * Only where an item returns does a fuel below zero say that it is exhausted.
 */
export const LATE = 2 ** 24;

/** How far behind `high` memory may have been written: so most stores need not add up where they end. */
export const HIGH_SLACK = 4096;

/** Stack in bytes for calls that may recurse. A host must put it into `depth` before each of its own calls. */
export const RECURSION_BYTES = 327_680;

/** A slice that never ends. */
export const UNSLICED = 2n ** 62n;

/** The custom section in which a build says how it was made. */
export const BUILD_SECTION = 'manyhands';

/** The custom section in which a fast build keeps its careful twin, whole. */
export const CAREFUL_SECTION = 'manyhands.careful';

/**
 * `strict`: NaNs are canonical wherever their bits show; `lazy`: where they may have shown, a flag is set instead;
 * `absent`: where a computed one was stored, and only a return tells that none was.
 */
export type NaNMode = 'strict' | 'lazy' | 'absent';

/**
 * How an item gets a fresh state: by restoring globals and the memory that was written, or, where a module changes
 * tables, drops segments or computes where its data stand, by a fresh instance.
 */
export type Reset = 'restore' | 'instance';

/**
 * What a build says of itself. It is careful, and so always right, unless its NaNs are not strict or its memory is small: then it is
 * fast, right as long as its assumptions hold, and carries its careful twin for items that break them.
 */
export interface BuildFacts {
  readonly rewriter: number;
  /** Pages of 64 KiB that the kernel's memory may grow to. */
  readonly pages: number;
  readonly reset: Reset;
  readonly nan: NaNMode;
  /** With lazy NaNs: bytes of the floats whose stores are left alone. */
  readonly openFloats: 4 | 8 | null;
  /** Pages that there really are, if fewer: all of them are put back before each item, and stores are not watched. */
  readonly smallPages: number | null;
  /** Whether the end of a slice of fuel calls the hook. */
  readonly hooked: boolean;
  /**
   * Of a careful build that is watched while it runs, to explain what an item does: what it prints is heard, and it tells
   * where it was refused memory. No device is given one.
   */
  readonly watched?: true;
  /** Of a WASI command; all others speak the bytes ABI. */
  readonly wasi?: WasiFacts;
}

export const isFast = ({ nan, smallPages }: Pick<BuildFacts, 'nan' | 'smallPages'>): boolean =>
  nan !== 'strict' || smallPages !== null;

/** Whether stores are noted: where all memory is put back, or thrown away, nobody asks what was written. */
export const watchesStores = ({ reset, smallPages }: Pick<BuildFacts, 'reset' | 'smallPages'>): boolean =>
  reset === 'restore' && smallPages === null;

/** Reads {@link BuildFacts}; throws KERNEL_INVALID on a module that is no build: it must not run. */
export function factsOf(module: WebAssembly.Module): BuildFacts {
  const [section] = WebAssembly.Module.customSections(module, BUILD_SECTION);
  if (section === undefined)
    throw new KnownError('KERNEL_INVALID', 'the module is not instrumented, so it may not run');
  return JSON.parse(new TextDecoder().decode(section)) as BuildFacts;
}

/** The careful twin that a fast build carries. Throws KERNEL_INVALID where there is none. */
export function carefulTwin(fast: WebAssembly.Module): WebAssembly.Module {
  const [section] = WebAssembly.Module.customSections(fast, CAREFUL_SECTION);
  if (section === undefined)
    throw new KnownError('KERNEL_INVALID', 'a fast build came without its careful twin');
  return new WebAssembly.Module(section);
}

/** [KR1] Throws BUILD_HASH_MISMATCH unless the bytes are those the hash names. */
export function checkBuild(bytes: Uint8Array, hash: string): void {
  const found = hashOf(bytes);
  if (found !== hash)
    throw new KnownError('BUILD_HASH_MISMATCH', `the bytes hash to ${found}, not to ${hash}`, {
      details: { found, expected: hash },
    });
}

/** [KR1] Checks the hash, then compiles. */
export async function compileBuild(bytes: Uint8Array, hash: string): Promise<WebAssembly.Module> {
  checkBuild(bytes, hash);
  return WebAssembly.compile(bytes as BufferSource);
}
