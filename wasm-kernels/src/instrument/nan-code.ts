/** The code that canonicalises or checks a float. Each piece leaves the stack as it was, but for the value itself. */
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Shape } from './nan-operations.ts';
import type { Scratch, ScratchType } from './scratch.ts';

const SIMD = 0xfd;
const V128_CONST = 12;
const BITSELECT = 82;
const ANY_TRUE = 83;
const TYPE_NAMES: Readonly<Record<number, ScratchType>> = {
  127: 'i32',
  126: 'i64',
  125: 'f32',
  124: 'f64',
  123: 'v128',
};

/** By shape: the type of its local, its canonical NaN as a constant, and equality of it or its lanes. */
const FORMS: Readonly<
  Record<
    Exclude<Shape, 'bits'>,
    { local: ScratchType; nan: readonly number[]; equal: readonly number[]; differs: readonly number[] }
  >
> = {
  f32: { local: 'f32', nan: [OP.f32Const, ...nan32()], equal: [OP.f32Eq], differs: [0x5c] },
  f64: { local: 'f64', nan: [OP.f64Const, ...nan64()], equal: [OP.f64Eq], differs: [0x62] },
  f32x4: {
    local: 'v128',
    nan: [SIMD, V128_CONST, ...nan32(), ...nan32(), ...nan32(), ...nan32()],
    equal: [SIMD, 0x41],
    differs: [SIMD, 0x42],
  },
  f64x2: {
    local: 'v128',
    nan: [SIMD, V128_CONST, ...nan64(), ...nan64()],
    equal: [SIMD, 0x47],
    differs: [SIMD, 0x48],
  },
};

function nan32(): number[] {
  return [0x00, 0x00, 0xc0, 0x7f];
}
function nan64(): number[] {
  return [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
}

/** `x == x ? x : NaN` on the top of the stack, in every lane. A select costs 20 to 50 % of a tight loop of stores; a branch, an integer comparison and vector instructions cost as much or more. */
export function canonical(shape: Exclude<Shape, 'bits'>, scratch: Scratch): Uint8Array {
  const { local, nan, equal } = FORMS[shape];
  const x = scratch.local(local);
  return new ByteWriter()
    .byte(OP.localTee)
    .u32(x)
    .byte(...nan, OP.localGet)
    .u32(x)
    .byte(OP.localGet)
    .u32(x)
    .byte(...equal, ...(local === 'v128' ? [SIMD, BITSELECT] : [OP.select]))
    .take();
}

/** Makes the floats among several results of a call canonical. */
export function canonicalResults(types: readonly number[], scratch: Scratch): Uint8Array {
  const code = new ByteWriter();
  const places = types.map((type, i) => scratchFor(type, i + 1, scratch));
  for (const place of places.toReversed()) code.byte(OP.localSet).u32(place);
  types.forEach((type, i) => {
    code.byte(OP.localGet).u32(places[i]);
    const name = TYPE_NAMES[type];
    if (name === 'f32' || name === 'f64') code.raw(canonical(name, scratch));
  });
  return code.take();
}

const scratchFor = (type: number, which: number, scratch: Scratch): number =>
  scratch.local(TYPE_NAMES[type] ?? 'i32', which);

/** Makes a parameter canonical. */
export function canonicalLocal(shape: 'f32' | 'f64', index: number, scratch: Scratch): Uint8Array {
  return new ByteWriter()
    .byte(OP.localGet)
    .u32(index)
    .raw(canonical(shape, scratch))
    .byte(OP.localSet)
    .u32(index)
    .take();
}

/** `if (top) { flag = 1; unreachable }`: the careful twin runs the item. A trap, since compilers keep it out of the way. */
export const alarm = (flag: number): Uint8Array =>
  new ByteWriter()
    .byte(OP.if, 0x40, OP.i32Const, 1, OP.globalSet)
    .u32(flag)
    .byte(OP.unreachable, OP.end)
    .take();

/** Raises the alarm where the top of the stack, or a lane of it, is a NaN. */
export function refuseNaN(shape: Exclude<Shape, 'bits'>, flag: number, scratch: Scratch): Uint8Array {
  const { local, differs } = FORMS[shape];
  const x = scratch.local(local);
  return new ByteWriter()
    .byte(OP.localTee)
    .u32(x)
    .byte(OP.localGet)
    .u32(x)
    .byte(OP.localGet)
    .u32(x)
    .byte(...differs, ...(local === 'v128' ? [SIMD, ANY_TRUE] : []))
    .raw(alarm(flag))
    .take();
}
