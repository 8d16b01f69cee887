/**
 * The bytes ABI, which AssemblyScript kernels get from their generated wrapper and hand-made modules implement:
 *
 *     memory                          the memory
 *     alloc(length) -> pointer        a place for so many bytes
 *     dataset(slot, pointer, length)  takes one dataset; only where a job has some
 *     run(pointer, length) -> i64     computes from one encoded row; gives pointer << 32 | length of the result's
 */
import { KnownError, LIMITS } from '@manyhands/protocol';
import type { Abi, Machine } from './abi.ts';
import { abortOver, KernelAbort, textsOf } from './abort.ts';
import { EXPORTS, RECURSION_BYTES } from './build.ts';
import { mayHoldNaN } from './nan-scan.ts';
import { type Print, printingImports, SILENT } from './printing.ts';

/** For a kernel's `alloc`, which is not part of the item: the same for all, so that whether it ends is too. */
const ALLOC_FUEL = 1_000_000_000n;

/** Rows up to this long are copied byte by byte: a call of `set` costs more. */
const SHORT = 32;

export class BytesAbi implements Abi {
  readonly imports: WebAssembly.Imports;
  #memory: WebAssembly.Memory | undefined;
  /** All of the memory: it never grows, and to make a view for each item costs as much as a very small item. */
  #bytes = new Uint8Array();
  #alloc: (length: number) => number = () => 0;
  #run: (pointer: number, length: number) => bigint = () => 0n;

  constructor(print?: Print) {
    const memory = () => this.#memory;
    const printing = print === undefined ? SILENT : printingImports(print, textsOf(memory));
    this.imports = { env: { abort: abortOver(memory), ...printing } };
  }

  load(machine: Machine, datasets: readonly Uint8Array[]): void {
    const { memory, exports } = machine;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#alloc = exports[EXPORTS.alloc] as (length: number) => number;
    this.#run = exports[EXPORTS.run] as (pointer: number, length: number) => bigint;
    const dataset = exports[EXPORTS.dataset] as
      | ((slot: number, pointer: number, length: number) => void)
      | undefined;
    datasets.forEach((bytes, slot) => {
      if (dataset === undefined)
        throw new KnownError('KERNEL_INVALID', 'the kernel takes no datasets, and the job has some');
      const pointer = this.#place(machine, bytes);
      renewDepth(machine);
      dataset(slot, pointer, bytes.length);
    });
  }

  run(machine: Machine, input: Uint8Array, fuelCap: bigint): Uint8Array {
    machine.fuel.value = ALLOC_FUEL;
    const pointer = this.#place(machine, input);
    machine.fuel.value = fuelCap;
    machine.begun?.();
    renewDepth(machine);
    ROW[0] = this.#run(pointer, input.length);
    return this.#read(machine, ROW_PARTS[1], ROW_PARTS[0]);
  }

  /** Copies bytes into the kernel's memory; a pointer outside of it counts as a trap. */
  #place(machine: Machine, bytes: Uint8Array): number {
    const { length } = bytes;
    renewDepth(machine);
    const pointer = this.#alloc(length) >>> 0;
    if (pointer + length > this.#bytes.length)
      throw new KernelAbort('alloc gave a pointer outside of the memory');
    noteOpenNaN(machine, pointer, pointer + length);
    if (length > SHORT) this.#bytes.set(bytes, pointer);
    else for (let i = 0; i < length; i++) this.#bytes[pointer + i] = bytes[i];
    raiseHigh(machine, pointer + length);
    return pointer;
  }

  /** What lies outside of the memory or is too long counts as a trap. */
  #read(machine: Machine, pointer: number, length: number): Uint8Array {
    if (pointer + length > this.#bytes.length) throw new KernelAbort('the output lies outside of the memory');
    if (length > LIMITS.outputBytes)
      throw new KernelAbort(`the output has ${length} bytes, more than ${LIMITS.outputBytes}`);
    noteOpenNaN(machine, pointer, pointer + length);
    return this.#bytes.slice(pointer, pointer + length);
  }
}

/** What `run` gave, to be taken apart without arithmetic on big integers: length and pointer on little-endian machines. */
const ROW = new BigInt64Array(1);
const ROW_PARTS = new Uint32Array(ROW.buffer);

/** What a call left of the depth is not what the next one has. */
function renewDepth({ depth }: Machine): void {
  if (depth !== undefined) depth.value = RECURSION_BYTES;
}

/** Notes that the host wrote up to this address. */
export function raiseHigh({ high }: Machine, end: number): void {
  if (high !== undefined && (high.value as number) >>> 0 < end) high.value = end;
}

/**
 * With lazy NaNs: the host is going to read or overwrite memory from `start` to `end`. It must not see what may be a part
 * of an open NaN, nor leave half of one, without saying so.
 */
export function noteOpenNaN({ memory, flag, openFloats }: Machine, start: number, end: number): void {
  if (!openFloats || flag === undefined) return;
  if (mayHoldNaN(new Uint8Array(memory.buffer), start, end, openFloats)) flag.value = 1;
}
