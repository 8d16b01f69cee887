import { hashOf, KnownError } from '@manyhands/protocol';

/** Names of what a build exports: the kernel's bytes ABI, and what the rewriter adds. */
export const EXPORTS = {
  memory: 'memory',
  alloc: 'alloc',
  dataset: 'dataset',
  run: 'run',
  fuel: '__fuel',
  /** Memory from here on is as it was at the beginning. */
  high: '__mh_high',
  /** Bytes of stack that calls may still take. */
  depth: '__mh_depth',
  save: '__mh_save',
  restore: '__mh_restore',
} as const;

/** The custom section in which a build says how it was made. */
export const BUILD_SECTION = 'manyhands';

/** Ways of instrumenting. `plain`: fuel per basic block, strict NaNs. */
export type BuildMode = 'plain';

/**
 * How an item gets a fresh state: by restoring globals and the memory that was written, or, where a module changes
 * tables, drops segments or computes where its data stand, by a fresh instance.
 */
export type Reset = 'restore' | 'instance';

/** What a build says of itself. */
export interface BuildFacts {
  readonly rewriter: number;
  readonly mode: BuildMode;
  /** Fixed memory in pages of 64 KiB. */
  readonly pages: number;
  readonly reset: Reset;
}

/** Reads {@link BuildFacts}; throws KERNEL_INVALID on a module that is no build: it must not run. */
export function factsOf(module: WebAssembly.Module): BuildFacts {
  const [section] = WebAssembly.Module.customSections(module, BUILD_SECTION);
  if (section === undefined)
    throw new KnownError('KERNEL_INVALID', 'the module is not instrumented, so it may not run');
  return JSON.parse(new TextDecoder().decode(section)) as BuildFacts;
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
