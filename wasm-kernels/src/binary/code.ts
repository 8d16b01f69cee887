import { KnownError } from '@manyhands/protocol';
import { BULK, IMMEDIATE, type Immediate, PLAIN, PREFIX, proposalOf, SIMD } from './opcodes.ts';
import { ByteReader } from './reader.ts';

/** Prefixes whose instructions we refuse but can name: garbage collection and threads. */
const REFUSED_PREFIXES: readonly number[] = [0xfb, 0xfe];

/** Lengths of immediates that do not depend on their value, by shape; −1 for the others. */
const FIXED_BYTES = new Int8Array(16).fill(-1);
FIXED_BYTES[IMMEDIATE.none] = 0;
FIXED_BYTES[IMMEDIATE.byte] = 1;
FIXED_BYTES[IMMEDIATE.fourBytes] = 4;
FIXED_BYTES[IMMEDIATE.eightBytes] = 8;
FIXED_BYTES[IMMEDIATE.sixteenBytes] = 16;

/** The block type of a construct without parameters and results, as {@link CodeCursor.index} gives it. */
export const NO_TYPE = -64;

/** Walks the instructions of a function body; throws KERNEL_FEATURE_REFUSED at one that it does not know. */
export class CodeCursor {
  /** The instruction just read, `prefix << 8 | number`. */
  op = 0;
  /** Its first byte. */
  at = 0;
  /**
   * Its first index immediate (a branch depth, a local, a function). Of a block, loop or if: the index of its type, or
   * negative for a single result ({@link NO_TYPE}: none). Of an integer constant: its value, NaN beyond 2^53.
   */
  index = 0;
  /** The constant that a load or store adds to its address. */
  offset = 0;
  /** The depths of a `br_table`, default included. */
  readonly targets: number[] = [];
  readonly #reader: ByteReader;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#reader = new ByteReader(bytes, start, end);
  }

  /** The first byte after the instruction just read. */
  get next(): number {
    return this.#reader.at;
  }

  /** Reads the next instruction; false at the end of the body. */
  step(): boolean {
    const reader = this.#reader;
    if (reader.at >= reader.end) return false;
    this.at = reader.at;
    const first = reader.byte();
    this.op = first;
    if (first === PREFIX.bulk || first === PREFIX.simd) {
      const number = reader.u32();
      this.op = first * 256 + Math.min(number, 255);
      const shape = number > 255 ? 0 : (first === PREFIX.bulk ? BULK : SIMD)[number];
      this.#skipImmediate(shape as Immediate);
    } else {
      if (REFUSED_PREFIXES.includes(first)) this.op = first << 8;
      this.#skipImmediate(PLAIN[first] as Immediate);
    }
    return true;
  }

  #skipImmediate(shape: Immediate): void {
    const reader = this.#reader;
    const fixed = FIXED_BYTES[shape];
    if (fixed >= 0) reader.skip(fixed);
    else if (shape === IMMEDIATE.index) this.index = reader.u32();
    else if (shape === IMMEDIATE.blockType || shape === IMMEDIATE.leb) this.index = reader.signed();
    else if (shape === IMMEDIATE.memory || shape === IMMEDIATE.memoryLane) this.#skipMemory(shape);
    else if (shape === IMMEDIATE.branchTable) this.#readTargets();
    else if (shape === IMMEDIATE.types) reader.skip(reader.u32());
    else if (shape === IMMEDIATE.twoIndices) {
      this.index = reader.u32();
      reader.skipLeb();
    } else throw this.#refusal();
  }

  #readTargets(): void {
    this.targets.length = 0;
    for (let left = this.#reader.u32() + 1; left > 0; left--) this.targets.push(this.#reader.u32());
  }

  #skipMemory(shape: Immediate): void {
    if (this.#reader.u32() >= 64)
      throw new KnownError(
        'KERNEL_FEATURE_REFUSED',
        'the kernel uses several memories; only one is supported',
      );
    this.offset = this.#reader.u32();
    if (shape === IMMEDIATE.memoryLane) this.#reader.skip(1);
  }

  #refusal(): KnownError {
    return new KnownError(
      'KERNEL_FEATURE_REFUSED',
      `the kernel uses ${proposalOf(this.op)} (at byte ${this.at}); compile it without`,
    );
  }
}
