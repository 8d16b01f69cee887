import { instantiateSync } from '@assemblyscript/loader';
import { ITEM_STATUS, type ItemResult, KnownError } from '@manyhands/protocol';
import { type Abi, abiOf, type Machine } from './abi.ts';
import { KernelAbort } from './abort.ts';
import { type BuildFacts, EXPORTS, HIGH_SLACK, RECURSION_BYTES, watchesStores } from './build.ts';
import type { Print } from './printing.ts';
import { type SliceOptions, Stopped, setSlices } from './slices.ts';

/** What an instance is made from. */
export interface Origin {
  readonly module: WebAssembly.Module;
  readonly facts: BuildFacts;
  /** In the order of the schema's datasets; shared by all items. */
  readonly datasets: readonly Uint8Array[];
  /** For hooked builds. */
  readonly slice?: SliceOptions | undefined;
  /** Hears what a watched build prints. */
  readonly print?: Print;
  /** Called where an item begins: what it takes to hand over its row is not part of it. */
  readonly begun?: () => void;
}

/** How an item went on one instance. */
export interface Run {
  readonly result: ItemResult;
  /** What an item that did not end well said, for people. */
  readonly failure: string | null;
  /** It ended in a trap, not by a return or for want of fuel alone. */
  readonly trapped: boolean;
  /** What ended it, with its stack; absent where it returned. */
  readonly thrown?: Error;
  /** The bits of a computed NaN may have been seen: only with lazy NaNs. Of a watched build: memory was refused. */
  readonly flagged: boolean;
}

/** What a build's instance gives to the host. */
interface Exports extends Machine {
  readonly abi: Abi;
  readonly high: WebAssembly.Global;
  readonly depth: WebAssembly.Global;
  readonly save: () => void;
  readonly restore: () => void;
  /** All of the memory, which never grows. */
  readonly bytes: Uint8Array;
}

/** The state right after the datasets were loaded; every item begins in it. */
interface Fresh {
  readonly exports: Exports;
  /** The memory that is not all zeros, from address 0; empty where it is not put back. */
  readonly below: Uint8Array;
}

const UNLIMITED = 1n << 62n;
const EMPTY = new Uint8Array();

/**
 * One build instantiated, or as often as its reset asks for. Throws KERNEL_INVALID if the kernel does not take its
 * datasets, and SEAT_FAILED where the device has not enough memory.
 */
export class KernelInstance {
  readonly #origin: Origin;
  readonly #isWatching: boolean;
  /** Ready for the next item. */
  #fresh: Fresh | null;
  /** What the last item ran on. */
  #used: Exports | null = null;

  constructor(origin: Origin) {
    this.#origin = origin;
    this.#isWatching = watchesStores(origin.facts);
    this.#fresh = load(origin);
  }

  /**
   * Runs one item from the fresh state. Throws SEAT_FAILED where the device failed, and Stopped as `onSlice` threw it.
   */
  run(input: Uint8Array, fuelCap: bigint): Run {
    const exports = this.#reset();
    try {
      const output = exports.abi.run(exports, input, fuelCap);
      const left = exports.fuel.value;
      if (left < 0n) return exhausted(exports, fuelCap, false);
      const result = { status: ITEM_STATUS.ok, fuel: fuelCap - left, output };
      return { result, failure: null, trapped: false, flagged: isFlagged(exports) };
    } catch (error) {
      if (error instanceof Stopped) throw error;
      if (!isTrap(error)) throw this.#deviceFailed(error);
      if (exports.fuel.value < 0n) return { ...exhausted(exports, fuelCap, true), thrown: error };
      const tooDeep = (exports.depth.value as number) < 0;
      return {
        ...failed(ITEM_STATUS.trap, fuelCap),
        failure: tooDeep ? 'its calls nest too deep' : error.message,
        trapped: true,
        thrown: error,
        flagged: isFlagged(exports),
      };
    }
  }

  /** What globals that the build exports besides hold now. */
  counters(names: readonly string[]): bigint[] {
    const { exports } = this.#used ?? (this.#fresh as Fresh).exports;
    return names.map((name) => (exports[name] as WebAssembly.Global).value as bigint);
  }

  /** Bytes from address 0 that differ, or may differ, from zeros after the last item. */
  get touchedBytes(): number {
    const exports = this.#used ?? this.#fresh?.exports;
    if (exports === undefined) return 0;
    return this.#isWatching ? highOf(exports) : lastByte(exports.bytes);
  }

  /** Whether the memory that no store is known to have reached is all zeros, as it must be. Reads all of it: for tests. */
  isClean(): boolean {
    if (this.#fresh === null || !this.#isWatching) return true;
    const { exports, below } = this.#fresh;
    return lastByte(exports.bytes) <= Math.max(below.length, highOf(exports));
  }

  /** [KR2] The state right after the datasets were loaded, whatever the last item did and however it ended. */
  #reset(): Exports {
    const { facts } = this.#origin;
    // The memory of the last item's instance is let go before the next one needs its own.
    this.#used = null;
    const fresh = this.#fresh ?? load(this.#origin);
    this.#fresh = facts.reset === 'instance' ? null : fresh;
    this.#used = fresh.exports;
    const { exports, below } = fresh;
    exports.restore();
    exports.depth.value = RECURSION_BYTES;
    if (exports.flag !== undefined) exports.flag.value = 0;
    if (facts.reset === 'instance') return exports;
    const { bytes } = exports;
    bytes.fill(0, below.length, this.#isWatching ? highOf(exports) : bytes.length);
    bytes.set(below);
    exports.high.value = below.length;
    return exports;
  }

  #deviceFailed(cause: unknown): KnownError {
    this.#fresh = null;
    this.#used = null;
    return deviceFailure(cause);
  }
}

const failed = (status: ItemResult['status'], fuelCap: bigint): Pick<Run, 'result'> => ({
  result: { status, fuel: fuelCap, output: EMPTY },
});

const exhausted = (exports: Exports, fuelCap: bigint, trapped: boolean): Run => ({
  ...failed(ITEM_STATUS.exhausted, fuelCap),
  failure: 'the fuel ran out',
  trapped,
  flagged: isFlagged(exports),
});

/** Ways in which a kernel, and not the device, ends an item. */
const isTrap = (error: unknown): error is Error =>
  error instanceof KernelAbort || error instanceof WebAssembly.RuntimeError;

function deviceFailure(cause: unknown): KnownError {
  if (cause instanceof KnownError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KnownError('SEAT_FAILED', `this device cannot run the kernel: ${why}`, { cause });
}

function load(origin: Origin): Fresh {
  const exports = instantiateModule(origin);
  try {
    exports.fuel.value = UNLIMITED;
    exports.abi.load(exports, origin.datasets);
    exports.save();
  } catch (error) {
    if (error instanceof Stopped) throw error;
    if (isTrap(error))
      throw new KnownError('KERNEL_INVALID', `the kernel does not take its datasets: ${error.message}`, {
        cause: error,
      });
    throw deviceFailure(error);
  }
  if (origin.facts.reset === 'instance') return { exports, below: EMPTY };
  const { bytes } = exports;
  const end = watchesStores(origin.facts) ? highOf(exports) : bytes.length;
  return { exports, below: bytes.slice(0, lastByte(bytes.subarray(0, end))) };
}

function instantiateModule({ module, facts, slice, print, begun }: Origin): Exports {
  const abi = abiOf(facts, facts.watched ? print : undefined);
  try {
    const { instance } = instantiateSync(module, abi.imports);
    const exports = instance.exports as Record<string, never>;
    const memory: WebAssembly.Memory = exports[EXPORTS.memory];
    if (facts.hooked && slice !== undefined) setSlices(instance.exports, slice);
    return {
      abi,
      exports,
      memory,
      bytes: new Uint8Array(memory.buffer),
      fuel: exports[EXPORTS.fuel],
      openFloats: facts.openFloats,
      begun,
      high: exports[EXPORTS.high],
      depth: exports[EXPORTS.depth],
      flag: exports[EXPORTS.flag],
      save: exports[EXPORTS.save],
      restore: exports[EXPORTS.restore],
    };
  } catch (cause) {
    throw deviceFailure(cause);
  }
}

const isFlagged = ({ flag }: Exports): boolean => flag !== undefined && flag.value !== 0;

/** What the build's stores and the ABI raised: from here on the memory is as it was at the beginning. */
function highOf({ high, bytes }: Exports): number {
  return Math.min(((high.value as number) >>> 0) + HIGH_SLACK, bytes.length);
}

/** The end of what is not zeros, from the beginning of a memory: by words first, because that is eight times as fast. */
function lastByte(bytes: Uint8Array): number {
  const words = new BigUint64Array(bytes.buffer, 0, Math.floor(bytes.length / 8));
  let end = bytes.length;
  while (end % 8 !== 0 && bytes[end - 1] === 0) end--;
  if (end % 8 !== 0) return end;
  let last = end / 8;
  while (last > 0 && words[last - 1] === 0n) last--;
  end = 8 * last;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}
