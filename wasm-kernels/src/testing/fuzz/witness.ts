/**
 * The witness of a module: the same program, in which every single instruction first counts itself. Slow, but it
 * knows nothing of basic blocks, loops or calls, so that whatever a placement of fuel counts can be held against it.
 * It also says whether a NaN was ever seen as a float: then, and only then, may a build's bytes differ from the plain run's.
 */
import { CodeCursor } from '../../binary/code.ts';
import { type ModuleMap, mapModule, readLocals, SECTION, type Span } from '../../binary/module.ts';
import { OP } from '../../binary/opcodes.ts';
import { ByteReader } from '../../binary/reader.ts';
import { ByteWriter } from '../../binary/writer.ts';
import { costOf, isBulk } from '../../instrument/metering/cost.ts';

/** What the witness exports beside the module's own. */
export const WITNESS = { left: '__w_left', nan: '__w_nan' } as const;

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Instructions that give an f32, an f64, four or two lanes of them. */
const F32_GIVERS = new Set([0x2a, 0x43, ...range(0x8b, 0x98), ...range(0xb2, 0xb6), 0xbe, 0xfd1f]);
const F64_GIVERS = new Set([0x2b, 0x44, ...range(0x99, 0xa6), ...range(0xb7, 0xbb), 0xbf, 0xfd21]);
const vector = (numbers: readonly number[]): Set<number> => new Set(numbers.map((number) => 0xfd00 | number));
const F32_LANES = vector([94, 103, 104, 105, 106, ...range(224, 235)]);
const F64_LANES = vector([95, 116, 117, 122, 148, ...range(236, 247)]);

/** Types, and how two of them are compared for being unlike. */
const WATCHED = [
  { givers: F32_GIVERS, type: 0x7d, unlike: [0x5c] },
  { givers: F64_GIVERS, type: 0x7c, unlike: [0x62] },
  { givers: F32_LANES, type: 0x7b, unlike: [0xfd, 0x42, 0xfd, 83] },
  { givers: F64_LANES, type: 0x7b, unlike: [0xfd, 0x48, 0xfd, 83] },
] as const;

/** The witness's bytes; `left` starts at `limit`, and the program traps soon after it falls below zero. */
export function witnessOf(bytes: Uint8Array, limit: bigint): Uint8Array {
  const module = mapModule(bytes);
  const writer = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const left = module.globals.length;
  const present = [...module.sections].sort(([a], [b]) => place(a) - place(b));
  for (const [id, span] of present) {
    const payload = rewriteSection(module, id, span, { left, limit });
    writer.byte(id).u32(payload.length).raw(payload);
  }
  return writer.take();
}

/** Sections stand in the order of their numbers, but for the count of data segments. */
const place = (id: number): number => (id === SECTION.dataCount ? SECTION.element + 0.5 : id);

interface Added {
  readonly left: number;
  readonly limit: bigint;
}

function rewriteSection(module: ModuleMap, id: number, span: Span, { left, limit }: Added): Uint8Array {
  const own = module.bytes.subarray(span.start, span.end);
  if (id === SECTION.global)
    return appended(own, (out) =>
      out.byte(0x7e, 1, OP.i64Const).s64(limit).byte(OP.end, 0x7f, 1, OP.i32Const, 0, OP.end),
    );
  if (id === SECTION.export)
    return appended(own, (out) =>
      out
        .name(WITNESS.left)
        .byte(3)
        .u32(left)
        .name(WITNESS.nan)
        .byte(3)
        .u32(left + 1),
    );
  return id === SECTION.code ? rewriteCode(module, left) : own;
}

/** Two more entries. */
function appended(own: Uint8Array, write: (out: ByteWriter) => unknown): Uint8Array {
  const reader = new ByteReader(own);
  const out = new ByteWriter().u32(reader.u32() + 2).raw(own.subarray(reader.at));
  write(out);
  return out.take();
}

function rewriteCode(module: ModuleMap, left: number): Uint8Array {
  const out = new ByteWriter().u32(module.bodies.length);
  const imported = module.functions.length - module.bodies.length;
  module.bodies.forEach((body, i) => {
    const parameters = module.types[module.functions[imported + i]].parameters.length;
    const rewritten = rewriteBody(module, body, { parameters, left });
    out.u32(rewritten.length).raw(rewritten);
  });
  return out.take();
}

/** i32, f32, f64, v128, after the function's own locals. */
const V128 = 0x7b;
const SCRATCH = [0x7f, 0x7d, 0x7c, V128];

function rewriteBody(
  module: ModuleMap,
  body: Span,
  { parameters, left }: { parameters: number; left: number },
): Uint8Array {
  const { bytes } = module;
  const locals = readLocals(bytes, body);
  const scratch = (type: number): number => parameters + locals.total + SCRATCH.indexOf(type);
  const out = new ByteWriter().u32(locals.groups + SCRATCH.length);
  out.raw(bytes.subarray(locals.start, locals.end));
  for (const type of SCRATCH) out.u32(1).byte(type);
  const cursor = new CodeCursor(bytes, locals.end, body.end);
  check(out, left);
  while (cursor.step()) {
    if (isBulk(cursor.op)) countBulk(out, left, scratch(0x7f));
    if (costOf(cursor.op) > 0) count(out, left);
    out.raw(bytes.subarray(cursor.at, cursor.next));
    if (cursor.op === OP.loop) check(out, left);
    const global = cursor.op === OP.globalGet ? module.globals[cursor.index].type : null;
    const watched = WATCHED.find(
      ({ givers, type }) => givers.has(cursor.op) || (type === global && type !== V128),
    );
    if (watched !== undefined) watch(out, left + 1, scratch(watched.type), watched.unlike);
  }
  return out.take();
}

function count(out: ByteWriter, left: number): void {
  out.byte(OP.globalGet).u32(left).byte(OP.i64Const, 1, OP.i64Sub, OP.globalSet).u32(left);
}

function countBulk(out: ByteWriter, left: number, local: number): void {
  out.byte(OP.localTee).u32(local).byte(OP.globalGet).u32(left).byte(OP.localGet).u32(local);
  out.byte(OP.i32Const, 3, OP.i32ShrU, OP.i64ExtendI32U, OP.i64Sub, OP.globalSet).u32(left);
}

function check(out: ByteWriter, left: number): void {
  out.byte(OP.globalGet).u32(left).byte(OP.i64Const, 0, OP.i64LtS, OP.if, 0x40, OP.unreachable, OP.end);
}

/** `nan |= x unlike x`, x staying on the stack. */
function watch(out: ByteWriter, nan: number, local: number, unlike: readonly number[]): void {
  out.byte(OP.localTee).u32(local).byte(OP.localGet).u32(local).byte(OP.localGet).u32(local);
  out
    .byte(...unlike, OP.globalGet)
    .u32(nan)
    .byte(OP.i32Or, OP.globalSet)
    .u32(nan);
}
