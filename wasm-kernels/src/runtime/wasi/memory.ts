import type { Machine } from '../abi.ts';
import { noteOpenNaN, raiseHigh } from '../abi-bytes.ts';
import { KernelAbort } from '../abort.ts';

/**
 * A program's memory as the host sees it. An address outside of it is a trap, never EFAULT: with a smaller memory
 * the same program runs again on a larger one, and would have to see the same there.
 */
export class ProgramMemory {
  readonly #machine: Machine;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#bytes = new Uint8Array(machine.memory.buffer);
    this.#view = new DataView(machine.memory.buffer);
  }

  /** A view, not a copy. */
  read(pointer: number, length: number): Uint8Array {
    const at = this.#look(pointer, length);
    return this.#bytes.subarray(at, at + (length >>> 0));
  }

  write(pointer: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#reach(pointer, bytes.length));
  }

  u8(pointer: number): number {
    return this.read(pointer, 1)[0];
  }

  u16(pointer: number): number {
    return this.#view.getUint16(this.#look(pointer, 2), true);
  }

  u32(pointer: number): number {
    return this.#view.getUint32(this.#look(pointer, 4), true);
  }

  u64(pointer: number): bigint {
    return this.#view.getBigUint64(this.#look(pointer, 8), true);
  }

  setU8(pointer: number, value: number): void {
    this.#view.setUint8(this.#reach(pointer, 1), value);
  }

  setU16(pointer: number, value: number): void {
    this.#view.setUint16(this.#reach(pointer, 2), value, true);
  }

  setU32(pointer: number, value: number): void {
    this.#view.setUint32(this.#reach(pointer, 4), value, true);
  }

  setU64(pointer: number, value: bigint): void {
    this.#view.setBigUint64(this.#reach(pointer, 8), value, true);
  }

  /** Where the host is going to read. */
  #look(pointer: number, length: number): number {
    const at = this.check(pointer, length);
    noteOpenNaN(this.#machine, at, at + (length >>> 0));
    return at;
  }

  /** Where the host is going to write. */
  #reach(pointer: number, length: number): number {
    const at = this.check(pointer, length);
    noteOpenNaN(this.#machine, at, at + length);
    raiseHigh(this.#machine, at + length);
    return at;
  }

  /** The address of a range that lies inside, which nobody reads yet. */
  check(pointer: number, length: number): number {
    const at = pointer >>> 0;
    if (at + (length >>> 0) > this.#bytes.length)
      throw new KernelAbort('a WASI call was given an address outside of the memory');
    return at;
  }
}
