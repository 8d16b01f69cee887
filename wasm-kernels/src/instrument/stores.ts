/**
 * Fresh state for every item [KR2], for any module and at the cost of what an item wrote: each instruction that writes
 * memory first raises the global `high` above what it is going to write. All memory from `high` on is as at the
 * beginning, and the runtime puts back what lies below.
 *
 * That a kernel writes only what it allocated cannot be left to its word: one that keeps something elsewhere gives
 * answers that depend on what ran before, and honest devices would be refuted. To look for such traces afterwards
 * comes too late (an item can clear what the one before it left) and costs 5 ms for 64 MiB; an instance for each item
 * costs 2 to 6 ms. The check at each store costs 0 to 8 % of numeric kernels, and 15 % of the densest loop of vector
 * stores; its counterpart that only traps costs 10 % there, and would need the kernel's own word for its limit.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Edit } from './edit.ts';
import type { Scratch, ScratchType } from './scratch.ts';

/** What each store writes: the type of its operand, and how many bytes. */
const STORES = new Map<number, readonly [ScratchType, number]>([
  [0x36, ['i32', 4]],
  [0x37, ['i64', 8]],
  [0x38, ['f32', 4]],
  [0x39, ['f64', 8]],
  [0x3a, ['i32', 1]],
  [0x3b, ['i32', 2]],
  [0x3c, ['i64', 1]],
  [0x3d, ['i64', 2]],
  [0x3e, ['i64', 4]],
  [0xfd0b, ['v128', 16]],
  [0xfd58, ['v128', 1]],
  [0xfd59, ['v128', 2]],
  [0xfd5a, ['v128', 4]],
  [0xfd5b, ['v128', 8]],
]);
/** On the stack: address, value or source, length. */
const BULK: readonly number[] = [OP.memoryInit, OP.memoryCopy, OP.memoryFill];

/** `high` rises to the end of a stretch of this many bytes, so that filling fresh memory raises it seldom. */
const STRETCH = 4096;

/** Where a function body raises the global `high` before it writes. */
export function planStores(
  bytes: Uint8Array,
  start: number,
  end: number,
  high: number,
  scratch: Scratch,
): Edit[] {
  const edits: Edit[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  while (cursor.step()) {
    const store = STORES.get(cursor.op);
    if (store !== undefined) {
      const [type, width] = store;
      const writer = new StoreWriter(high, scratch);
      edits.push({ at: cursor.at, bytes: writer.beforeStore(type, cursor.offset + width) });
    } else if (BULK.includes(cursor.op))
      edits.push({ at: cursor.at, bytes: new StoreWriter(high, scratch).beforeBulk() });
  }
  return edits;
}

class StoreWriter {
  readonly #code = new ByteWriter();
  readonly #high: number;
  readonly #scratch: Scratch;

  constructor(high: number, scratch: Scratch) {
    this.#high = high;
    this.#scratch = scratch;
  }

  /** On the stack: address, value. */
  beforeStore(type: ScratchType, extent: number): Uint8Array {
    const value = this.#scratch.local(type);
    const address = this.#scratch.local('i32', 1);
    this.#set(value);
    this.#set(address);
    this.#raise(() => {
      this.#get(address);
      this.#code.byte(OP.i32Const).s64(BigInt.asIntN(32, BigInt(extent)));
    });
    this.#get(address);
    this.#get(value);
    return this.#code.take();
  }

  beforeBulk(): Uint8Array {
    const [length, address, source] = [0, 1, 2].map((which) => this.#scratch.local('i32', which));
    this.#set(length);
    this.#set(source);
    this.#set(address);
    this.#raise(() => {
      this.#get(address);
      this.#get(length);
    });
    this.#get(address);
    this.#get(source);
    this.#get(length);
    return this.#code.take();
  }

  /**
   * `if (end > high) high = end | (STRETCH − 1)`, where the end is the sum of the two terms. A sum that wraps around
   * belongs to a store that traps, because no memory is that large.
   */
  #raise(terms: () => void): void {
    const code = this.#code;
    terms();
    code.byte(OP.i32Add, OP.globalGet).u32(this.#high).byte(OP.i32GtU, OP.if, 0x40);
    terms();
    code
      .byte(OP.i32Add, OP.i32Const)
      .s64(BigInt(STRETCH - 1))
      .byte(OP.i32Or, OP.globalSet)
      .u32(this.#high)
      .byte(OP.end);
  }

  #set(local: number): void {
    this.#code.byte(OP.localSet).u32(local);
  }

  #get(local: number): void {
    this.#code.byte(OP.localGet).u32(local);
  }
}
