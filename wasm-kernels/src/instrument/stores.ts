/**
 * Fresh state for every item [KR2], for any module and at the cost of what an item wrote: before memory is written, the
 * global `high` is raised to the address, or, of a write that ends farther than {@link HIGH_SLACK} from it, above its end.
 * All memory from `high` + HIGH_SLACK on is as at the beginning, and the runtime puts back what lies below.
 *
 * That a kernel writes only what it allocated cannot be left to its word: one that keeps something elsewhere gives
 * answers that depend on what ran before, and honest devices would be refuted. To look for such traces afterwards
 * comes too late (an item can clear what the one before it left) and costs 5 ms for 64 MiB; an instance for each item
 * costs 2 to 6 ms.
 *
 * One check serves all stores whose addresses differ by constants, if the first of them is passed on every way to the
 * others: it checks for the farthest. It is sound for every store that does not trap. Memory ends below 2^31, so the address t of a later store
 * does; the first one's address differs by less than 2^21, its own end included by less than 2^23, so neither it nor its sum
 * with the extent wraps around, unless the first address lies below zero, where the first store traps.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { HIGH_SLACK } from '../runtime/build.ts';
import { CONSTANT, localsSet, type Value, Values } from './addresses.ts';
import type { Edit } from './edit.ts';
import { writesMemory } from './metering/symbols.ts';
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

/** A store that ends farther than this beyond its address is on its own. */
const FARTHEST_END = 1 << 20;
/** Constant addresses that differ by more are not of one group. */
const WINDOW_BITS = 16;

/** Stores that one check serves. */
interface Group {
  /** The first of them: offset in the module, and how its check gets at the address. */
  readonly at: number;
  readonly address: { readonly local: number } | { readonly spill: ScratchType };
  /** Of the first, beyond the root. */
  readonly delta: number;
  /** Bytes from the first one's address to the farthest end. */
  extent: number;
}

/** Where a function body raises the global `high` before it writes. */
export function planStores(
  bytes: Uint8Array,
  start: number,
  end: number,
  high: number,
  scratch: Scratch,
): Edit[] {
  const cursor = (): CodeCursor => new CodeCursor(bytes, start, end);
  return hasWrites(cursor()) ? new StorePlan(cursor(), localsSet(cursor()), high, scratch).edits : [];
}

function hasWrites(cursor: CodeCursor): boolean {
  while (cursor.step()) if (writesMemory(cursor.op)) return true;
  return false;
}

class StorePlan {
  readonly edits: Edit[] = [];
  readonly #cursor: CodeCursor;
  readonly #high: number;
  readonly #scratch: Scratch;
  readonly #values = new Values();
  readonly #groups: Group[] = [];
  /** Groups whose first store every way to here has passed, by root or window of constants. */
  readonly #passed = new Map<number, Group>();
  /** Their keys in the order in which they came, and how many there were where each open construct began. */
  readonly #keys: number[] = [];
  readonly #constructs: { readonly keys: number; readonly sets: readonly number[] | null }[] = [];
  /** Of the constructs in their order: see {@link localsSet}. */
  readonly #sets: (readonly number[] | null)[];
  #begun = 0;

  constructor(cursor: CodeCursor, sets: (readonly number[] | null)[], high: number, scratch: Scratch) {
    this.#cursor = cursor;
    this.#sets = sets;
    this.#high = high;
    this.#scratch = scratch;
    while (cursor.step()) this.#visit();
    for (const group of this.#groups) this.edits.push({ at: group.at, bytes: this.#check(group) });
  }

  #visit(): void {
    const cursor = this.#cursor;
    switch (cursor.op) {
      case OP.block:
      case OP.loop:
      case OP.if:
        this.#open(cursor.op);
        return;
      case OP.else:
        this.#join();
        return;
      case OP.end:
        this.#join();
        this.#constructs.pop();
        return;
    }
    const store = STORES.get(cursor.op);
    if (store !== undefined) this.#store(store[0], cursor.offset + store[1]);
    else if (BULK.includes(cursor.op)) this.edits.push({ at: cursor.at, bytes: this.#beforeBulk() });
    this.#values.step(cursor);
  }

  #open(op: number): void {
    const sets = this.#sets[this.#begun++];
    this.#constructs.push({ keys: this.#keys.length, sets });
    if (op === OP.loop) this.#values.forget(sets);
    else this.#values.step(this.#cursor);
  }

  /** Other ways lead here: only what was passed before the innermost construct was surely passed. */
  #join(): void {
    const construct = this.#constructs[this.#constructs.length - 1];
    if (construct === undefined) return;
    for (const key of this.#keys.splice(construct.keys)) this.#passed.delete(key);
    this.#values.forget(construct.sets);
  }

  #store(type: ScratchType, extent: number): void {
    const address = this.#values.operand(1);
    const key = keyOf(address);
    const delta = address.root === CONSTANT ? address.delta & ((1 << WINDOW_BITS) - 1) : address.delta;
    const group = this.#passed.get(key);
    if (group !== undefined && extent <= FARTHEST_END) {
      group.extent = Math.max(group.extent, delta + extent - group.delta);
      return;
    }
    const local = this.#values.holder(address);
    const from = local === null ? { spill: type } : { local };
    const first: Group = { at: this.#cursor.at, address: from, delta, extent };
    this.#groups.push(first);
    if (extent > FARTHEST_END) return;
    this.#passed.set(key, first);
    this.#keys.push(key);
  }

  /** On the stack: address, value. */
  #check({ address, extent }: Group): Uint8Array {
    const code = new ByteWriter();
    if ('local' in address) {
      this.#raise(code, address.local, extent);
      return code.take();
    }
    const value = this.#scratch.local(address.spill);
    const pointer = this.#scratch.local('i32', 1);
    code.byte(OP.localSet).u32(value).byte(OP.localTee).u32(pointer);
    this.#raise(code, pointer, extent);
    return code.byte(OP.localGet).u32(value).take();
  }

  #beforeBulk(): Uint8Array {
    const [length, source, address] = [0, 1, 2].map((which) => this.#scratch.local('i32', which));
    const code = new ByteWriter();
    for (const local of [length, source, address]) code.byte(OP.localSet).u32(local);
    const end = code.byte(OP.localGet).u32(address).byte(OP.localGet).u32(length).byte(OP.i32Add);
    this.#raiseTo(end);
    for (const local of [address, source, length]) code.byte(OP.localGet).u32(local);
    return code.take();
  }

  /** In a local lies an address: high is raised for so many bytes from there. */
  #raise(code: ByteWriter, address: number, extent: number): void {
    code.byte(OP.localGet).u32(address);
    if (extent <= HIGH_SLACK) {
      this.#raiseIfBelow(code, address);
      return;
    }
    this.#raiseTo(
      code
        .byte(OP.i32Const)
        .s64(BigInt.asIntN(32, BigInt(extent)))
        .byte(OP.i32Add),
    );
  }

  /**
   * On the stack the end of what will be written. One that wrapped around belongs to a store that traps, because no
   * memory is that large.
   */
  #raiseTo(code: ByteWriter): void {
    const end = this.#scratch.local('i32', 3);
    this.#raiseIfBelow(code.byte(OP.localTee).u32(end), end);
  }

  /** On the stack and in a local lies x: `if (x > high) high = x | (STRETCH − 1)`. */
  #raiseIfBelow(code: ByteWriter, x: number): void {
    code.byte(OP.globalGet).u32(this.#high).byte(OP.i32GtU, OP.if, 0x40);
    code
      .byte(OP.localGet)
      .u32(x)
      .byte(OP.i32Const)
      .s64(BigInt(STRETCH - 1));
    code.byte(OP.i32Or, OP.globalSet).u32(this.#high).byte(OP.end);
  }
}

/** What addresses of one group have in common; negative for windows of constants. */
const keyOf = ({ root, delta }: Value): number => (root === CONSTANT ? -1 - (delta >>> WINDOW_BITS) : root);
