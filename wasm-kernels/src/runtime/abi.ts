import { BytesAbi } from './abi-bytes.ts';
import { WasiAbi } from './abi-wasi.ts';
import type { BuildFacts } from './build.ts';
import type { Print } from './printing.ts';

/** What an item may still use. */
export interface Fuel {
  value: bigint;
}

/** What an ABI needs of a build's instance. */
export interface Machine {
  readonly exports: WebAssembly.Exports;
  readonly memory: WebAssembly.Memory;
  readonly fuel: Fuel;
  /** Memory from here on is as it was at the beginning; absent where the whole memory is put back anyway. */
  readonly high?: WebAssembly.Global | undefined;
  /** Bytes of stack that calls may still take; absent in tests of an ABI alone. */
  readonly depth?: WebAssembly.Global | undefined;
  /** Called where an item's own fuel begins to count. */
  readonly begun?: (() => void) | undefined;
  /** Of a build with lazy NaNs: set where the bits of a NaN may have been seen. */
  readonly flag?: WebAssembly.Global | undefined;
  /** Of such a build: bytes of the floats in which NaNs may lie as they were computed. */
  readonly openFloats?: 4 | 8 | null | undefined;
}

/**
 * How items get into an instance and out of it; one object for each instance. What it throws besides KernelAbort
 * and WebAssembly.RuntimeError is a failure of the device.
 */
export interface Abi {
  /** What the module may import. */
  readonly imports: WebAssembly.Imports;
  /** Hands over the datasets, before the instance's state is saved; throws KERNEL_INVALID where there is no place for them. */
  load(machine: Machine, datasets: readonly Uint8Array[]): void;
  /**
   * Runs one item from the saved state and gives its output. `fuelCap` is put into the instance's fuel where the item
   * begins; whether it ran out is the caller's to look at.
   */
  run(machine: Machine, input: Uint8Array, fuelCap: bigint): Uint8Array;
}

/** The ABI that a build was made for. `print` hears what a watched build prints. */
export function abiOf({ wasi }: BuildFacts, print?: Print): Abi {
  return wasi === undefined ? new BytesAbi(print) : new WasiAbi(wasi, print);
}
