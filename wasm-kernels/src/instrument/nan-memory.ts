/**
 * Memory that holds open NaNs: what lazy builds do instead of making stored floats canonical.
 *
 * Only floats of one width (the build's) are stored open, and only at multiples of that width: whole floats at fixed
 * places. So bits of an open NaN can be told by looking at the float in whose place they stand. WebAssembly allows a
 * computed NaN any sign and any payload, as soon as one with a payload went into it, but its exponent and the first bit of
 * its fraction are all ones: that pattern in the upper 13 (of a 4-byte float 9) bits after the sign is what is looked for.
 * The rules, each of which raises an alarm, upon which the careful twin runs the item:
 *
 * - Loads and stores of floats of that width, and of whole vectors, must be aligned to it. Mostly that is known
 *   (nan-address.ts), else it is tested.
 * - Every other load, be it as long as a float or a byte of it, of integers or of the other width, must not touch a place
 *   with such a pattern. What it gives is then the same in both twins.
 * - Every other store must not overwrite a part of such a place: the rest could no longer be told.
 * - Bulk copies and fills must begin and end at multiples of the width. What they move stays whole floats at fixed places.
 *
 * By induction both twins' memories differ only in NaNs at such places, and no integer ever depends on one. Integers that
 * look like a NaN (of 4 bytes: −1, too) raise false alarms, which only cost time: the trial measures it. A pattern for
 * canonical NaNs alone would have fewer, but would need proof that no payload ever entered, and misses what is read by
 * halves: a float read across two others shows the sign of a NaN in its middle.
 */
import type { ModuleMap } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type Edit, RANK } from './edit.ts';
import { type Access, addressesOf } from './nan-address.ts';
import { alarm } from './nan-code.ts';
import type { Scratch, ScratchType } from './scratch.ts';

/** Bytes of memory that loads touch. */
const LOAD_BYTES = new Map<number, number>([
  ...[4, 8, 4, 8, 1, 1, 2, 2, 1, 1, 2, 2, 4, 4].map((bytes, i): [number, number] => [0x28 + i, bytes]),
  ...[16, 8, 8, 8, 8, 8, 8, 1, 2, 4, 8].map((bytes, i): [number, number] => [0xfd00 + i, bytes]),
  ...[1, 2, 4, 8].map((bytes, i): [number, number] => [0xfd54 + i, bytes]),
  [0xfd5c, 4],
  [0xfd5d, 8],
]);
/** Bytes that stores touch, and the type of what they store. */
const STORES = new Map<number, readonly [bytes: number, ScratchType]>([
  [0x36, [4, 'i32']],
  [0x37, [8, 'i64']],
  [0x38, [4, 'f32']],
  [0x39, [8, 'f64']],
  [0x3a, [1, 'i32']],
  [0x3b, [2, 'i32']],
  [0x3c, [1, 'i64']],
  [0x3d, [2, 'i64']],
  [0x3e, [4, 'i64']],
  [0xfd0b, [16, 'v128']],
  [0xfd58, [1, 'v128']],
  [0xfd59, [2, 'v128']],
  [0xfd5a, [4, 'v128']],
  [0xfd5b, [8, 'v128']],
]);
/** Take a vector besides the address. */
const LANE_LOADS: ReadonlySet<number> = new Set([0xfd54, 0xfd55, 0xfd56, 0xfd57]);
/** Move whole floats of 4 and of 8 bytes, or whole vectors; their rule is alignment. */
const WHOLE = {
  4: new Set([0x2a, 0x38, 0xfd00, 0xfd09, 0xfd0b, 0xfd5c]),
  8: new Set([0x2b, 0x39, 0xfd00, 0xfd0a, 0xfd0b, 0xfd5d]),
} as const;
/** On the stack: destination, source if `copies`, length. */
const BULK = new Map<number, { copies: boolean }>([
  [OP.memoryCopy, { copies: true }],
  [OP.memoryFill, { copies: false }],
  [OP.memoryInit, { copies: false }],
]);
const UPPER_BITS = { 4: 0x7fc0, 8: 0x7ff8 } as const;
const I32_AND = 0x71;
const I32_EQ = 0x46;
const I32_LOAD16_U = 0x2f;

export interface OpenMemory {
  /** Index of the global that an alarm sets. */
  readonly flag: number;
  /** Width of the floats that are stored open. */
  readonly bytes: 4 | 8;
}

/** What a function body needs around its uses of memory; `index` counts imported functions first. */
export function planOpenMemory(module: ModuleMap, index: number, open: OpenMemory, scratch: Scratch): Edit[] {
  if (module.memories.length === 0) return [];
  const whole: ReadonlySet<number> = WHOLE[open.bytes];
  const { accesses, pointers, start } = addressesOf(module, index, {
    wanted: (op) => LOAD_BYTES.has(op) || STORES.has(op) || BULK.has(op),
    trusting: (op) => whole.has(op),
    width: open.bytes,
  });
  const guard = new Guard(open, scratch);
  const edits = pointers.map((local): Edit => ({ at: start, bytes: guard.pointer(local) }));
  for (const access of accesses) edits.push(...guard.around(access, whole.has(access.op)));
  return edits;
}

/** Numbers of scratch locals that must last from before an instruction to behind it. */
const ADDRESS = 7;

class Guard {
  readonly #width: 4 | 8;
  readonly #alarm: Uint8Array;
  readonly #scratch: Scratch;

  constructor({ flag, bytes }: OpenMemory, scratch: Scratch) {
    this.#width = bytes;
    this.#alarm = alarm(flag);
    this.#scratch = scratch;
  }

  /** A parameter that is taken for an aligned pointer. */
  pointer(local: number): Uint8Array {
    return this.#tested(new ByteWriter().byte(OP.localGet).u32(local));
  }

  around(access: Access, isWhole: boolean): Edit[] {
    const bulk = BULK.get(access.op);
    if (bulk !== undefined) return [{ at: access.at, bytes: this.#bulk(bulk.copies) }];
    const aligned = access.modulus >= this.#width && access.residue % this.#width === 0;
    if (isWhole)
      return aligned || access.again
        ? []
        : this.#before(access, (address) => this.#aligned(address, access.offset));
    const store = STORES.get(access.op);
    const bytes = store?.[0] ?? LOAD_BYTES.get(access.op) ?? 0;
    if (store !== undefined && aligned && bytes % this.#width === 0) return [];
    const probe = (address: number): Uint8Array =>
      this.#probe(address, access.offset, this.#touched(access, bytes));
    if (store !== undefined) return this.#before(access, probe);
    // After the load: it has trapped if the address was outside, which a trap of a probe would hide.
    const address = access.local >= 0 ? access.local : this.#scratch.local('i32', ADDRESS);
    const kept = access.local >= 0 ? [] : this.#before(access, () => new Uint8Array());
    return [...kept, { at: access.next, rank: RANK.after, bytes: probe(address) }];
  }

  /** Distances from the address at which a place of a float begins, or that lie in one. */
  #touched({ modulus, residue }: Access, bytes: number): number[] {
    const width = this.#width;
    let crosses = false;
    for (let first = residue; first < width; first += modulus) crosses ||= first + bytes > width;
    if (!crosses) return [0];
    const places: number[] = [];
    for (let at = 0; at < bytes; at += width) places.push(at);
    const aligned = modulus >= width && residue % width === 0;
    return aligned ? places : [...places, bytes - 1];
  }

  /** Code that needs the address, before an instruction that has it on the stack, alone or below one operand. */
  #before({ op, at, local }: Access, code: (address: number) => Uint8Array): Edit[] {
    if (local >= 0) return [{ at, bytes: code(local) }];
    const address = this.#scratch.local('i32', ADDRESS);
    const above = LANE_LOADS.has(op) ? 'v128' : STORES.get(op)?.[1];
    const writer = new ByteWriter();
    if (above === undefined) writer.byte(OP.localTee).u32(address).raw(code(address));
    else {
      const value = this.#scratch.local(above, ADDRESS + 1);
      writer.byte(OP.localSet).u32(value).byte(OP.localTee).u32(address);
      writer.raw(code(address)).byte(OP.localGet).u32(value);
    }
    return [{ at, bytes: writer.take() }];
  }

  #aligned(address: number, offset: number): Uint8Array {
    const code = new ByteWriter().byte(OP.localGet).u32(address);
    const rest = offset % this.#width;
    if (rest !== 0) code.byte(OP.i32Const).s64(BigInt(rest)).byte(OP.i32Add);
    return this.#tested(code);
  }

  /** `if (top & (width − 1)) alarm` */
  #tested(code: ByteWriter): Uint8Array {
    return code
      .byte(OP.i32Const)
      .s64(BigInt(this.#width - 1))
      .byte(I32_AND)
      .raw(this.#alarm)
      .take();
  }

  /** Looks at the places of floats that contain the bytes at these distances. */
  #probe(address: number, offset: number, distances: readonly number[]): Uint8Array {
    const code = new ByteWriter();
    const upper = BigInt(UPPER_BITS[this.#width]);
    for (const distance of distances) {
      code.byte(OP.localGet).u32(address);
      if (offset + distance !== 0)
        code
          .byte(OP.i32Const)
          .s64(BigInt.asIntN(32, BigInt(offset + distance)))
          .byte(OP.i32Add);
      code.byte(OP.i32Const).s64(BigInt(-this.#width)).byte(I32_AND);
      code.byte(I32_LOAD16_U, 1, this.#width - 2);
      code.byte(OP.i32Const).s64(upper).byte(I32_AND, OP.i32Const).s64(upper).byte(I32_EQ).raw(this.#alarm);
    }
    return code.take();
  }

  #bulk(copies: boolean): Uint8Array {
    const [length, source, target] = [0, 1, 2].map((which) =>
      this.#scratch.local('i32', ADDRESS + 1 + which),
    );
    const code = new ByteWriter()
      .byte(OP.localSet)
      .u32(length)
      .byte(OP.localSet)
      .u32(source)
      .byte(OP.localTee)
      .u32(target);
    code.byte(OP.localGet).u32(length).byte(OP.i32Or);
    if (copies) code.byte(OP.localGet).u32(source).byte(OP.i32Or);
    this.#tested(code);
    code.byte(OP.localGet).u32(target).byte(OP.localGet).u32(source).byte(OP.localGet).u32(length);
    return code.take();
  }
}
