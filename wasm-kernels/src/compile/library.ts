/**
 * The AssemblyScript that is compiled together with every kernel, under fixed virtual paths so that the
 * same source always gives the same bytes.
 */

import { PHILOX } from './philox.ts';

/** `import { Dataset } from "manyhands"`: what a kernel's author sees. */
const MANYHANDS = `
/** Bytes that all items of a job share. Read only by agreement: what an item writes here, the next one does not see. */
export type Dataset = Uint8Array;
`;

/**
 * The allocator in place of AssemblyScript's stub runtime: a bump pointer that never moves back. An item finds the
 * memory as new and is over before freeing anything would pay; nor does it pay to find out what could be freed.
 */
const ALLOCATOR = `
import { AL_MASK, OBJECT, OBJECT_OVERHEAD, BLOCK_MAXSIZE, BLOCK_OVERHEAD, BLOCK, OBJECT_MAXSIZE } from "rt/common";
import { E_ALLOCATION_TOO_LARGE } from "util/error";

let top: usize = ((__heap_base + BLOCK_OVERHEAD + AL_MASK) & ~AL_MASK) - BLOCK_OVERHEAD;

function rounded(size: usize): usize {
  return ((size + BLOCK_OVERHEAD + AL_MASK) & ~AL_MASK) - BLOCK_OVERHEAD;
}

function reserve(end: usize): void {
  if (end > (<usize>memory.size() << 16)) {
    const missing = (end - (<usize>memory.size() << 16) + 0xffff) >>> 16;
    if (memory.grow(<i32>missing) < 0) unreachable();
  }
  top = end;
}

// @ts-ignore: decorator
@unsafe @global
export function __alloc(size: usize): usize {
  if (size > BLOCK_MAXSIZE) throw new Error(E_ALLOCATION_TOO_LARGE);
  const block = changetype<BLOCK>(top);
  const ptr = top + BLOCK_OVERHEAD;
  const payload = rounded(size);
  reserve(ptr + payload);
  block.mmInfo = payload;
  return ptr;
}

// @ts-ignore: decorator
@unsafe @global
export function __realloc(ptr: usize, size: usize): usize {
  const block = changetype<BLOCK>(ptr - BLOCK_OVERHEAD);
  const before = block.mmInfo;
  if (size <= before) return ptr;
  if (ptr + before == top) {
    if (size > BLOCK_MAXSIZE) throw new Error(E_ALLOCATION_TOO_LARGE);
    const payload = rounded(size);
    reserve(ptr + payload);
    block.mmInfo = payload;
    return ptr;
  }
  const moved = __alloc(max<usize>(size, min<usize>(before << 1, BLOCK_MAXSIZE)));
  // With the next block's header, for a length of a multiple of 16: lazy NaNs (instrument/nan-memory.ts) ask for whole floats.
  memory.copy(moved, ptr, before + BLOCK_OVERHEAD);
  store<u32>(moved + before, 0);
  return moved;
}

// @ts-ignore: decorator
@unsafe @global
export function __free(ptr: usize): void {}

// @ts-ignore: decorator
@unsafe @global
export function __new(size: usize, id: u32): usize {
  if (size > OBJECT_MAXSIZE) throw new Error(E_ALLOCATION_TOO_LARGE);
  const ptr = __alloc(OBJECT_OVERHEAD + size);
  const object = changetype<OBJECT>(ptr - BLOCK_OVERHEAD);
  object.gcInfo = 0;
  object.gcInfo2 = 0;
  object.rtId = id;
  object.rtSize = <u32>size;
  return ptr + OBJECT_OVERHEAD;
}

// @ts-ignore: decorator
@unsafe @global
export function __renew(before: usize, size: usize): usize {
  if (size > OBJECT_MAXSIZE) throw new Error(E_ALLOCATION_TOO_LARGE);
  const ptr = __realloc(before - OBJECT_OVERHEAD, OBJECT_OVERHEAD + size);
  changetype<OBJECT>(ptr - BLOCK_OVERHEAD).rtSize = <u32>size;
  return ptr + OBJECT_OVERHEAD;
}

// @ts-ignore: decorator
@unsafe @global
export function __link(parent: usize, child: usize, expectMultiple: bool): void {}

// @ts-ignore: decorator
@unsafe @global
export function __pin(ptr: usize): usize { return ptr; }

// @ts-ignore: decorator
@unsafe @global
export function __unpin(ptr: usize): void {}

// @ts-ignore: decorator
@unsafe @global
function __visit(ptr: usize, cookie: u32): void {}

// @ts-ignore: decorator
@unsafe @global
export function __collect(): void {}
`;

/** The row codec inside the kernel; its twin outside is protocol/src/schema.ts. */
const ROW = `
let from: usize = 0;
let at: usize = 0;
let end: usize = 0;

export function openRow(ptr: i32, len: i32): void {
  from = <usize>ptr;
  at = from;
  end = at + <usize>len;
}

/** A whole number that follows from all bytes of the row (FNV-1a). */
export function rowSeed(): f64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (let byte = from; byte < end; byte++) hash = (hash ^ load<u8>(byte)) * 0x100000001b3;
  return <f64>(hash >>> 11);
}

export function closeRow(): void {
  if (at != end) throw new Error("the input row has bytes left over");
}

function take(count: usize): usize {
  if (count > end - at) throw new Error("the input row is cut short");
  const from = at;
  at += count;
  return from;
}

export function readPresent(): bool {
  return load<u8>(take(1)) != 0;
}

export function readBool(): bool {
  return load<u8>(take(1)) != 0;
}

export function readScalar<T>(): T {
  return load<T>(take(sizeof<T>()));
}

export function readString(): string {
  const count = <usize>load<u32>(take(4));
  return String.UTF8.decodeUnsafe(take(count), count);
}

export function readArray<T extends ArrayBufferView>(): T {
  const count = load<u32>(take(4));
  if (<u64>count * sizeof<valueof<T>>() > <u64>(end - at)) throw new Error("the input row is cut short");
  const array = instantiate<T>(<i32>count);
  memory.copy(array.dataStart, take(array.byteLength), array.byteLength);
  return array;
}

let out: usize = 0;
let size: usize = 0;
let room: usize = 0;

export function startRow(): void {
  room = 256;
  out = heap.alloc(room);
  size = 0;
}

export function finishRow(): i64 {
  return (<i64>out << 32) | <i64>size;
}

function give(count: usize): usize {
  if (count > room - size) {
    room = max<usize>(room << 1, size + count);
    out = heap.realloc(out, room);
  }
  const from = out + size;
  size += count;
  return from;
}

export function writePresent(present: bool): void {
  store<u8>(give(1), present ? 1 : 0);
}

export function writeBool(value: bool): void {
  store<u8>(give(1), value ? 1 : 0);
}

export function writeScalar<T>(value: T): void {
  store<T>(give(sizeof<T>()), value);
}

export function writeString(value: string): void {
  // Lone surrogates become U+FFFD: a column of text is always valid UTF-8.
  const bytes = String.UTF8.encode(value, false, String.UTF8.ErrorMode.REPLACE);
  store<u32>(give(4), bytes.byteLength);
  memory.copy(give(bytes.byteLength), changetype<usize>(bytes), bytes.byteLength);
}

export function writeArray<T extends ArrayBufferView>(value: T): void {
  store<u32>(give(4), value.byteLength / sizeof<valueof<T>>());
  memory.copy(give(value.byteLength), value.dataStart, value.byteLength);
}
`;

/** Library modules by their path under `~lib/`, without extension. */
export const LIBRARY: Readonly<Record<string, string>> = {
  manyhands: MANYHANDS,
  'manyhands/philox': PHILOX,
  'manyhands/row': ROW,
  'manyhands/allocator': ALLOCATOR,
  // What \`--runtime stub\` includes: our allocator in the place of AssemblyScript's.
  'rt/index-stub': 'import "manyhands/allocator";\n',
};
