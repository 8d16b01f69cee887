/**
 * Canonical NaNs. WebAssembly leaves sign and payload of a computed NaN open: one engine gives different
 * bits in its two compilers. A NaN stays open while it is only a float; this puts the one canonical NaN in
 * its place wherever its bits could be seen: before a store, a reinterpretation, the sign of a copysign
 * and a lane of a vector, and after each float operation on vectors, whose lanes any integer operation sees.
 *
 * A value that a load, a constant or a conversion just gave has definite bits and is left alone, so that
 * copies through float registers stay exact. Others (through a local, a call) are canonicalised untraced.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Edit } from './edit.ts';
import type { Scratch } from './scratch.ts';

type Scalar = 'f32' | 'f64';
type Lanes = 'f32x4' | 'f64x2';

/** Their top operand is a float whose bits become visible: store, reinterpret, copysign, splat, replace_lane. */
const SINKS = new Map<number, Scalar>([
  [0x38, 'f32'],
  [0xbc, 'f32'],
  [0x98, 'f32'],
  [0xfd13, 'f32'],
  [0xfd20, 'f32'],
  [0x39, 'f64'],
  [0xbd, 'f64'],
  [0xa6, 'f64'],
  [0xfd14, 'f64'],
  [0xfd22, 'f64'],
]);

/** Give floats with definite bits: load, const, convert, reinterpret, extract_lane. */
const DEFINITE: ReadonlySet<number> = new Set([
  0x2a, 0x2b, 0x43, 0x44, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xb8, 0xb9, 0xba, 0xbe, 0xbf, 0xfd1f, 0xfd21,
]);

const rangeOf = (lanes: Lanes, ...ops: readonly number[]): [number, Lanes][] =>
  ops.map((op) => [0xfd00 + op, lanes]);

/** Vector operations that compute NaNs. abs, neg, pmin and pmax only move bits. */
const COMPUTED_LANES = new Map<number, Lanes>([
  ...rangeOf('f32x4', 94, 103, 104, 105, 106, 227, 228, 229, 230, 231, 232, 233),
  ...rangeOf('f64x2', 95, 116, 117, 122, 148, 239, 240, 241, 242, 243, 244, 245),
]);

const F32_NAN = [0x00, 0x00, 0xc0, 0x7f];
const F64_NAN = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];

/** Where a function body puts canonical NaNs. */
export function planNaNs(bytes: Uint8Array, start: number, end: number, scratch: Scratch): Edit[] {
  const edits: Edit[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  let previous = -1;
  while (cursor.step()) {
    const sink = SINKS.get(cursor.op);
    if (sink !== undefined && !DEFINITE.has(previous))
      edits.push({ at: cursor.at, bytes: canonicalScalar(sink, scratch.local(sink)) });
    const lanes = COMPUTED_LANES.get(cursor.op);
    if (lanes !== undefined)
      edits.push({ at: cursor.next, bytes: canonicalLanes(lanes, scratch.local('v128')) });
    previous = cursor.op;
  }
  return edits;
}

/** `x == x ? x : NaN` on the top of the stack. */
function canonicalScalar(type: Scalar, local: number): Uint8Array {
  const code = new ByteWriter().byte(OP.localTee).u32(local);
  if (type === 'f32') code.byte(OP.f32Const, ...F32_NAN);
  else code.byte(OP.f64Const, ...F64_NAN);
  code.byte(OP.localGet).u32(local).byte(OP.localGet).u32(local);
  return code.byte(type === 'f32' ? OP.f32Eq : OP.f64Eq, OP.select).take();
}

/** The same in every lane: bitselect(x, NaN, x == x). */
function canonicalLanes(lanes: Lanes, local: number): Uint8Array {
  const pattern =
    lanes === 'f32x4' ? [...F32_NAN, ...F32_NAN, ...F32_NAN, ...F32_NAN] : [...F64_NAN, ...F64_NAN];
  return new ByteWriter()
    .byte(OP.localTee)
    .u32(local)
    .byte(0xfd, 12, ...pattern)
    .byte(OP.localGet)
    .u32(local)
    .byte(OP.localGet)
    .u32(local)
    .byte(0xfd, lanes === 'f32x4' ? 0x41 : 0x47)
    .byte(0xfd, 82)
    .take();
}
