import { type ItemResult, KnownError } from '@manyhands/protocol';
import { type BuildFacts, carefulTwin, factsOf, isFast } from './build.ts';
import { KernelInstance, type Origin, type Run } from './instance.ts';
import type { SliceOptions } from './slices.ts';

export interface KernelOptions {
  /** In the order of the schema's datasets; shared by all items. */
  readonly datasets: readonly Uint8Array[];
  /** For hooked builds: without it an item has all its fuel at once. */
  readonly slice?: SliceOptions;
  /** `careful`: a fast build's careful twin alone, as whoever settles disputes wants it. Default `any`. */
  readonly twin?: 'any' | 'careful';
}

/**
 * Instantiates a build. Throws KERNEL_INVALID if the module is not instrumented or has no place for a
 * dataset, and SEAT_FAILED where the device has not enough memory for it.
 */
export function instantiate(module: WebAssembly.Module, options: KernelOptions): Kernel {
  return new Kernel(module, options);
}

/**
 * A build with its datasets, ready to run items one after the other. Use {@link instantiate}.
 *
 * A fast build runs first and its careful twin only where an assumption broke, so that what comes out is always the
 * careful one's answer. Until then both do the same: they count the same instructions of the kernel at the same places.
 */
export class Kernel {
  readonly facts: BuildFacts;
  readonly #module: WebAssembly.Module;
  readonly #options: KernelOptions;
  readonly #fast: KernelInstance | null;
  /** Made when first needed. */
  #careful: KernelInstance | null = null;
  #reruns = 0;
  #lastFailure: string | null = null;

  constructor(module: WebAssembly.Module, options: KernelOptions) {
    this.facts = factsOf(module);
    this.#module = module;
    this.#options = options;
    const { twin = 'any' } = options;
    this.#fast =
      isFast(this.facts) && twin === 'any' ? startFast({ module, facts: this.facts, ...options }) : null;
    if (this.#fast === null) this.#startCareful();
  }

  /** What the last item that did not end well said, for people; never part of an answer. */
  get lastFailure(): string | null {
    return this.#lastFailure;
  }

  /** How many items were run again because the fast build's assumptions did not hold. */
  get reruns(): number {
    return this.#reruns;
  }

  /** Bytes from address 0 that the last item, or the datasets, may have written. For trials. */
  get touchedBytes(): number {
    return (this.#careful ?? this.#fast)?.touchedBytes ?? 0;
  }

  /**
   * Runs one item [KR2]: its bytes and fuel depend on nothing but `input`. A trap and exhaustion cost
   * exactly `fuelCap` and give no output. Throws SEAT_FAILED where the device, not the kernel, failed:
   * no stack or memory left. That is never an answer. Throws Stopped where `onSlice` did.
   */
  runItem(input: Uint8Array, fuelCap: bigint): ItemResult {
    const fast = this.#fast?.run(input, fuelCap);
    if (fast !== undefined && holds(fast, this.facts)) return this.#settle(fast);
    if (fast !== undefined) this.#reruns++;
    return this.#settle(this.#startCareful().run(input, fuelCap));
  }

  /** Whether the memory that no store is known to have reached is all zeros, as it must be. Reads all of it: for tests. */
  isClean(): boolean {
    return this.#careful === null || this.#careful.isClean();
  }

  #settle({ result, failure }: Run): ItemResult {
    this.#lastFailure = failure;
    return result;
  }

  #startCareful(): KernelInstance {
    if (this.#careful === null) {
      const module = isFast(this.facts) ? carefulTwin(this.#module) : this.#module;
      this.#careful = new KernelInstance({ module, facts: factsOf(module), ...this.#options });
    }
    return this.#careful;
  }
}

/** Null where not even the datasets fit into a small memory: then every item is the careful twin's. */
function startFast(origin: Origin): KernelInstance | null {
  try {
    return new KernelInstance(origin);
  } catch (error) {
    if (error instanceof KnownError) return null;
    throw error;
  }
}

/**
 * Whether what a fast build did is what its careful twin would have done.
 *
 * Lazy NaNs: as long as no flag is set, no integer depended on the bits of a computed NaN, so both twins execute the same
 * instructions and end alike, by a trap or for want of fuel too; an output in which one may stand sets the flag as well. Small memory: what lies
 * inside is the same as in a large one, and what lies outside traps. A trap may thus be the small memory's, also where
 * the fuel seems used up: between two checks the counter runs ahead or behind. A return for want of fuel counts.
 *
 * Absent NaNs: every return has looked whether one was stored; before a trap nobody may have.
 */
function holds({ trapped, flagged }: Run, { nan, smallPages }: BuildFacts): boolean {
  if (trapped && (smallPages !== null || nan === 'absent')) return false;
  return !flagged;
}
