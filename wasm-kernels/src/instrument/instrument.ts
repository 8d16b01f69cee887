import { DEFAULT_MEMORY_PAGES, type Hash, hashOf, KnownError } from '@manyhands/protocol';
import { type Limits, type ModuleMap, mapModule } from '../binary/module.ts';
import { checkModule } from '../inspect/check.ts';
import { wasiFactsOf } from '../inspect/wasi.ts';
import { type BuildFacts, isFast, type NaNMode } from '../runtime/build.ts';
import { nanFacts } from './nan.ts';
import { type CodePlace, Origins } from './origin.ts';
import { rewriteModule } from './rewrite.ts';
import type { Parts } from './shape.ts';

/** Part of what defines a build: any change of the bytes that {@link instrument} gives raises it. */
export const REWRITER_VERSION = 5;

const MOST_MEMORY_PAGES = 32_768;
const NOTHING_GAINED = { lazyBytes: null, sumsStores: false };
const CAREFUL = { nan: 'strict', openFloats: null, smallPages: null } as const;

export interface InstrumentOptions {
  /** How far the kernel's memory may grow, in pages of 64 KiB; the kernel's own maximum if that is lower. */
  readonly memoryPages?: number;
  /** `lazy` and `absent` make a fast build: see {@link BuildFacts}. Default `strict`. */
  readonly nan?: NaNMode;
  /** Makes a fast build that has only so many pages of memory. */
  readonly smallPages?: number;
  /** A careful build that calls a hook after each slice of fuel, so that a host gets its turn inside an item. */
  readonly hooked?: boolean;
}

/** What really runs, named by the hash of its bytes. */
export interface Build {
  readonly bytes: Uint8Array;
  readonly hash: Hash;
}

/**
 * Rewrites a kernel into its build: exact fuel, canonical NaNs, bounded call depth, a memory that is there from the
 * start, and for the runtime what it takes to give every item a fresh state. A fast build carries its careful twin.
 * Deterministic: the same kernel, options and REWRITER_VERSION give the same bytes.
 * Throws KERNEL_INVALID, KERNEL_IMPORT_REFUSED, KERNEL_FEATURE_REFUSED or KERNEL_TOO_LARGE.
 */
export function instrument(kernel: Uint8Array, options: InstrumentOptions = {}): Build {
  // Validated first: an invalid module could become valid by what we append, and refill its own fuel.
  const { module, calls, reset } = checkModule(kernel);
  const wanted = wantedFacts(module, options);
  const wasi = wasiFactsOf(module) ?? undefined;
  const emit = (more: Partial<BuildFacts>, careful: Uint8Array | null): Uint8Array => {
    const facts = { rewriter: REWRITER_VERSION, reset, ...wanted, ...more, wasi };
    return validated(rewriteModule(module, { facts, calls, memory: 'fixed', careful }));
  };
  const careful = emit(CAREFUL, null);
  const bytes = isFast(wanted) ? emit({}, careful) : careful;
  return { bytes, hash: hashOf(bytes) };
}

/** A careful build for looking at what an item does, and where its code comes from. */
export interface WatchedBuild {
  readonly bytes: Uint8Array;
  /** The place in the kernel of a place in the build; null for what only the build has. */
  originOf(place: CodePlace): CodePlace | null;
}

/**
 * The kernel's careful build, that besides lets its host hear what it prints, and tells where memory was refused. An item
 * ends on it as on any build. Throws what {@link instrument} throws.
 */
export function instrumentWatched(
  kernel: Uint8Array,
  { memoryPages, parts }: Pick<InstrumentOptions, 'memoryPages'> & { readonly parts?: Parts } = {},
): WatchedBuild {
  const { module, calls, reset } = checkModule(kernel);
  const wasi = wasiFactsOf(module) ?? undefined;
  const wanted = wantedFacts(module, { memoryPages });
  const facts = { rewriter: REWRITER_VERSION, reset, ...wanted, watched: true as const, wasi };
  const origins = new Origins();
  const shape = { facts, calls, memory: 'fixed', careful: null, origins, parts } as const;
  const bytes = validated(rewriteModule(module, shape));
  const map = mapModule(bytes);
  return { bytes, originOf: (place) => origins.find(map, place) };
}

/** The part of a build's facts that options decide. */
function wantedFacts(module: ModuleMap, options: InstrumentOptions) {
  const [own] = module.memories;
  const { memoryPages = DEFAULT_MEMORY_PAGES, nan = 'strict', smallPages, hooked = false } = options;
  const pages = own === undefined ? 0 : cappedPages(own, memoryPages);
  const small = smallPages === undefined || smallPages >= pages ? null : checkedPages(smallPages);
  // A module that would gain nothing by fast NaNs, or cannot have them, has strict ones.
  const { lazyBytes, sumsStores } = nan === 'strict' ? NOTHING_GAINED : nanFacts(module);
  const openFloats = nan === 'lazy' ? lazyBytes : null;
  // A command's call that ends it would let nobody look at the sums.
  const absent = nan === 'absent' && sumsStores && wasiFactsOf(module) === null;
  const mode = absent || openFloats !== null ? nan : ('strict' as const);
  const wanted = { pages, nan: mode, openFloats, smallPages: small, hooked };
  if (hooked && isFast(wanted)) throw new Error('a hooked build is careful: it has no fast twin');
  return wanted;
}

function cappedPages(own: Limits, wanted: number): number {
  checkedPages(wanted);
  if (own.min > wanted)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `the kernel needs ${own.min} pages of memory and is given ${wanted}; ask for more`,
    );
  return Math.min(wanted, own.max ?? wanted);
}

function checkedPages(pages: number): number {
  if (!Number.isInteger(pages) || pages < 1 || pages > MOST_MEMORY_PAGES)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `a kernel's memory is 1 to ${MOST_MEMORY_PAGES} pages of 64 KiB, not ${pages}`,
    );
  return pages;
}

function validated(bytes: Uint8Array): Uint8Array {
  if (!WebAssembly.validate(bytes as BufferSource))
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      'the instrumented module exceeds a limit of the engine; split its largest functions',
    );
  return bytes;
}
