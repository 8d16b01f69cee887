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
import { abortOver, KernelAbort } from './abort.ts';
import { EXPORTS, RECURSION_BYTES } from './build.ts';
import { mayHoldNaN } from './nan-scan.ts';

/** For a kernel's `alloc`, which is not part of the item: the same for all, so that whether it ends is too. */
const ALLOC_FUEL = 1_000_000_000n;

export class BytesAbi implements Abi {
  readonly imports: WebAssembly.Imports = { env: { abort: abortOver(() => this.#memory) } };
  #memory: WebAssembly.Memory | undefined;

  load(machine: Machine, datasets: readonly Uint8Array[]): void {
    this.#memory = machine.memory;
    const dataset = machine.exports[EXPORTS.dataset] as
      | ((slot: number, pointer: number, length: number) => void)
      | undefined;
    datasets.forEach((bytes, slot) => {
      if (dataset === undefined)
        throw new KnownError('KERNEL_INVALID', 'the kernel takes no datasets, and the job has some');
      const pointer = place(machine, bytes);
      renewDepth(machine);
      dataset(slot, pointer, bytes.length);
    });
  }

  run(machine: Machine, input: Uint8Array, fuelCap: bigint): Uint8Array {
    const run = machine.exports[EXPORTS.run] as (pointer: number, length: number) => bigint;
    machine.fuel.value = ALLOC_FUEL;
    const pointer = place(machine, input);
    machine.fuel.value = fuelCap;
    renewDepth(machine);
    return readOutput(machine, run(pointer, input.length));
  }
}

/** Copies bytes into the kernel's memory; a pointer outside of it counts as a trap. */
function place(machine: Machine, bytes: Uint8Array): number {
  const alloc = machine.exports[EXPORTS.alloc] as (length: number) => number;
  renewDepth(machine);
  const pointer = alloc(bytes.length) >>> 0;
  if (pointer + bytes.length > machine.memory.buffer.byteLength)
    throw new KernelAbort('alloc gave a pointer outside of the memory');
  noteOpenNaN(machine, pointer, pointer + bytes.length);
  new Uint8Array(machine.memory.buffer, pointer, bytes.length).set(bytes);
  raiseHigh(machine, pointer + bytes.length);
  return pointer;
}

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

/** `run` returns pointer << 32 | length; what lies outside of the memory or is too long counts as a trap. */
function readOutput(machine: Machine, row: bigint): Uint8Array {
  const { memory } = machine;
  const pointer = Number(BigInt.asUintN(32, row >> 32n));
  const length = Number(BigInt.asUintN(32, row));
  if (pointer + length > memory.buffer.byteLength)
    throw new KernelAbort('the output lies outside of the memory');
  if (length > LIMITS.outputBytes)
    throw new KernelAbort(`the output has ${length} bytes, more than ${LIMITS.outputBytes}`);
  noteOpenNaN(machine, pointer, pointer + length);
  return new Uint8Array(memory.buffer, pointer, length).slice();
}
