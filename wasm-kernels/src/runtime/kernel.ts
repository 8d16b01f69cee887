import { instantiateSync } from '@assemblyscript/loader';
import { ITEM_STATUS, type ItemResult, KnownError, LIMITS } from '@manyhands/protocol';
import { abortOver, KernelAbort } from './abort.ts';
import { type BuildFacts, EXPORTS, factsOf } from './build.ts';

/** What a build's instance gives to the host. */
interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly alloc: (length: number) => number;
  readonly dataset?: (slot: number, pointer: number, length: number) => void;
  readonly run: (pointer: number, length: number) => bigint;
  readonly fuel: WebAssembly.Global;
  readonly high: WebAssembly.Global;
  readonly depth: WebAssembly.Global;
  readonly save: () => void;
  readonly restore: () => void;
}

/** The state right after the datasets were loaded; every item begins in it. */
interface Fresh {
  readonly instance: Instance;
  /** The memory that is not all zeros, from address 0. */
  readonly below: Uint8Array;
  /** Bytes of stack for calls. */
  readonly depth: number;
}

export interface KernelOptions {
  /** In the order of the schema's datasets; shared by all items. */
  readonly datasets: readonly Uint8Array[];
}

const UNLIMITED = 1n << 62n;
/** For a kernel's `alloc`, which is not part of the item: the same for all, so that whether it ends is too. */
const ALLOC_FUEL = 1_000_000_000n;
const EMPTY = new Uint8Array();

/**
 * Instantiates a build. Throws KERNEL_INVALID if the module is not instrumented or has no place for a
 * dataset, and SEAT_FAILED where the device has not enough memory for it.
 */
export function instantiate(module: WebAssembly.Module, options: KernelOptions): Kernel {
  return new Kernel(module, factsOf(module), options.datasets);
}

/** A build with its datasets, ready to run items one after the other. Use {@link instantiate}. */
export class Kernel {
  readonly facts: BuildFacts;
  readonly #module: WebAssembly.Module;
  readonly #datasets: readonly Uint8Array[];
  #fresh: Fresh | null;
  #lastFailure: string | null = null;

  constructor(module: WebAssembly.Module, facts: BuildFacts, datasets: readonly Uint8Array[]) {
    this.#module = module;
    this.facts = facts;
    this.#datasets = datasets;
    this.#fresh = load(module, datasets);
  }

  /** What the last item that did not end well said, for people; never part of an answer. */
  get lastFailure(): string | null {
    return this.#lastFailure;
  }

  /**
   * Runs one item [KR2]: its bytes and fuel depend on nothing but `input`. A trap and exhaustion cost
   * exactly `fuelCap` and give no output. Throws SEAT_FAILED where the device, not the kernel, failed:
   * no stack or memory left. That is never an answer.
   */
  runItem(input: Uint8Array, fuelCap: bigint): ItemResult {
    this.#lastFailure = null;
    const instance = this.#reset();
    try {
      instance.fuel.value = ALLOC_FUEL;
      const pointer = place(instance, input);
      instance.fuel.value = fuelCap;
      const row = instance.run(pointer, input.length);
      const left = instance.fuel.value as bigint;
      if (left < 0n) return this.#failed(ITEM_STATUS.exhausted, fuelCap, 'the fuel ran out');
      const output = readOutput(instance, row);
      return { status: ITEM_STATUS.ok, fuel: fuelCap - left, output };
    } catch (error) {
      if (!(error instanceof KernelAbort || error instanceof WebAssembly.RuntimeError))
        throw this.#deviceFailed(error);
      const exhausted = (instance.fuel.value as bigint) < 0n;
      if (exhausted) return this.#failed(ITEM_STATUS.exhausted, fuelCap, 'the fuel ran out');
      const tooDeep = (instance.depth.value as number) < 0;
      return this.#failed(ITEM_STATUS.trap, fuelCap, tooDeep ? 'its calls nest too deep' : error.message);
    }
  }

  /** Whether the memory that no store is known to have reached is all zeros, as it must be. Reads all of it: for tests. */
  isClean(): boolean {
    if (this.#fresh === null) return true;
    const { instance, below } = this.#fresh;
    const bytes = new Uint8Array(instance.memory.buffer);
    return bytes.subarray(Math.max(below.length, highOf(instance))).every((byte) => byte === 0);
  }

  /** [KR2] An instance in the state right after the datasets were loaded, whatever the last item did and however it ended. */
  #reset(): Instance {
    const fresh = this.#fresh ?? load(this.#module, this.#datasets);
    this.#fresh = this.facts.reset === 'instance' ? null : fresh;
    const { instance, below, depth } = fresh;
    instance.restore();
    instance.depth.value = depth;
    const bytes = new Uint8Array(instance.memory.buffer);
    bytes.fill(0, below.length, highOf(instance));
    bytes.set(below);
    instance.high.value = below.length;
    return instance;
  }

  #failed(
    status: typeof ITEM_STATUS.trap | typeof ITEM_STATUS.exhausted,
    fuel: bigint,
    why: string,
  ): ItemResult {
    this.#lastFailure = why;
    return { status, fuel, output: EMPTY };
  }

  #deviceFailed(cause: unknown): KnownError {
    this.#fresh = null;
    return deviceFailure(cause);
  }
}

function deviceFailure(cause: unknown): KnownError {
  if (cause instanceof KnownError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new KnownError('SEAT_FAILED', `this device cannot run the kernel: ${why}`, { cause });
}

function load(module: WebAssembly.Module, datasets: readonly Uint8Array[]): Fresh {
  const instance = instantiateModule(module);
  const depth = instance.depth.value as number;
  try {
    instance.fuel.value = UNLIMITED;
    datasets.forEach((bytes, slot) => {
      if (instance.dataset === undefined)
        throw new KnownError('KERNEL_INVALID', 'the kernel takes no datasets, and the job has some');
      instance.dataset(slot, place(instance, bytes), bytes.length);
    });
    instance.save();
  } catch (error) {
    if (error instanceof KernelAbort || error instanceof WebAssembly.RuntimeError)
      throw new KnownError('KERNEL_INVALID', `the kernel does not take its datasets: ${error.message}`, {
        cause: error,
      });
    throw deviceFailure(error);
  }
  return { instance, depth, below: new Uint8Array(instance.memory.buffer).slice(0, highOf(instance)) };
}

function instantiateModule(module: WebAssembly.Module): Instance {
  const holder: { memory?: WebAssembly.Memory } = {};
  try {
    const { instance } = instantiateSync(module, { env: { abort: abortOver(() => holder.memory) } });
    const exports = instance.exports as Record<string, never>;
    holder.memory = exports[EXPORTS.memory];
    return {
      memory: exports[EXPORTS.memory],
      alloc: exports[EXPORTS.alloc],
      dataset: exports[EXPORTS.dataset],
      run: exports[EXPORTS.run],
      fuel: exports[EXPORTS.fuel],
      high: exports[EXPORTS.high],
      depth: exports[EXPORTS.depth],
      save: exports[EXPORTS.save],
      restore: exports[EXPORTS.restore],
    };
  } catch (cause) {
    throw deviceFailure(cause);
  }
}

/** What the build's stores and {@link place} raised: from here on the memory is as it was at the beginning. */
function highOf({ high, memory }: Instance): number {
  return Math.min((high.value as number) >>> 0, memory.buffer.byteLength);
}

/** Copies bytes into the kernel's memory; a pointer outside of it counts as a trap. */
function place(instance: Instance, bytes: Uint8Array): number {
  const pointer = instance.alloc(bytes.length) >>> 0;
  if (pointer + bytes.length > instance.memory.buffer.byteLength)
    throw new KernelAbort('alloc gave a pointer outside of the memory');
  new Uint8Array(instance.memory.buffer, pointer, bytes.length).set(bytes);
  instance.high.value = Math.max(highOf(instance), pointer + bytes.length);
  return pointer;
}

/** `run` returns pointer << 32 | length; what lies outside of the memory or is too long counts as a trap. */
function readOutput(instance: Instance, row: bigint): Uint8Array {
  const pointer = Number(BigInt.asUintN(32, row >> 32n));
  const length = Number(BigInt.asUintN(32, row));
  if (pointer + length > instance.memory.buffer.byteLength)
    throw new KernelAbort('the output lies outside of the memory');
  if (length > LIMITS.outputBytes)
    throw new KernelAbort(`the output has ${length} bytes, more than ${LIMITS.outputBytes}`);
  return new Uint8Array(instance.memory.buffer, pointer, length).slice();
}
