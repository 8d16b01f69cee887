/** The code that canonicalises or checks a float. Each piece leaves the stack as it was, but for the value itself. */
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Shape } from './nan-operations.ts';
import type { Scratch, ScratchType } from './scratch.ts';

const SIMD = 0xfd;
const V128_CONST = 12;
const BITSELECT = 82;
const ANY_TRUE = 83;
const VOID = 0x40;
const TYPE_NAMES: Readonly<Record<number, ScratchType>> = {
  127: 'i32',
  126: 'i64',
  125: 'f32',
  124: 'f64',
  123: 'v128',
};

/** By shape: its canonical NaN as a constant. Of scalars what holds for any two equal numbers, of vectors their lanes' equality and its contrary. */
const SCALARS = {
  f32: { nan: [OP.f32Const, ...nan32()], atMost: OP.f32Le },
  f64: { nan: [OP.f64Const, ...nan64()], atMost: OP.f64Le },
} as const;
const VECTORS = {
  f32x4: {
    nan: [SIMD, V128_CONST, ...nan32(), ...nan32(), ...nan32(), ...nan32()],
    equal: [SIMD, 0x41],
    differs: [SIMD, 0x42],
  },
  f64x2: { nan: [SIMD, V128_CONST, ...nan64(), ...nan64()], equal: [SIMD, 0x47], differs: [SIMD, 0x48] },
} as const;

const isScalar = (shape: Shape): shape is 'f32' | 'f64' => shape === 'f32' || shape === 'f64';

function nan32(): number[] {
  return [0x00, 0x00, 0xc0, 0x7f];
}
function nan64(): number[] {
  return [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
}

/** Puts the canonical NaN in the place of any on the top of the stack, or in a lane of it. */
export function canonical(shape: Exclude<Shape, 'bits'>, scratch: Scratch): Uint8Array {
  if (isScalar(shape)) {
    const x = scratch.local(shape);
    const code = new ByteWriter().byte(OP.localTee).u32(x);
    return mend(code, shape, x).byte(OP.localGet).u32(x).take();
  }
  const { nan, equal } = VECTORS[shape];
  const x = scratch.local('v128');
  return new ByteWriter()
    .byte(OP.localTee)
    .u32(x)
    .byte(...nan, OP.localGet)
    .u32(x)
    .byte(OP.localGet)
    .u32(x)
    .byte(...equal, SIMD, BITSELECT)
    .take();
}

/**
 * `if (!(x <= x)) x = NaN`, the first x on the stack. A branch that is never taken keeps nobody waiting for the number;
 * x64 tests `<=` by one jump where `==` takes two. That is half of what `x == x ? x : NaN` costs.
 */
const mend = (code: ByteWriter, shape: 'f32' | 'f64', x: number): ByteWriter =>
  ifNaN(code, shape, x)
    .byte(...SCALARS[shape].nan, OP.localSet)
    .u32(x)
    .byte(OP.end);

/** Begins an `if` for the case that x, which lies on the stack, too, is a NaN. */
const ifNaN = (code: ByteWriter, shape: 'f32' | 'f64', x: number): ByteWriter =>
  code.byte(OP.localGet).u32(x).byte(SCALARS[shape].atMost, OP.i32Eqz, OP.if, VOID);

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
export function canonicalLocal(shape: 'f32' | 'f64', index: number): Uint8Array {
  return mend(new ByteWriter().byte(OP.localGet).u32(index), shape, index).take();
}

/** `if (top) { flag = 1; unreachable }`: the careful twin runs the item. A trap, since compilers keep it out of the way. */
export const alarm = (flag: number): Uint8Array =>
  raise(new ByteWriter().byte(OP.if, VOID), flag).byte(OP.end).take();

const raise = (code: ByteWriter, flag: number): ByteWriter =>
  code.byte(OP.i32Const, 1, OP.globalSet).u32(flag).byte(OP.unreachable);

/** Raises the alarm where a local is a NaN. */
export const refuseLocal = (shape: 'f32' | 'f64', index: number, flag: number): Uint8Array =>
  raise(ifNaN(new ByteWriter().byte(OP.localGet).u32(index), shape, index), flag)
    .byte(OP.end)
    .take();

/** Raises the alarm where the top of the stack, or a lane of it, is a NaN. */
export function refuseNaN(shape: Exclude<Shape, 'bits'>, flag: number, scratch: Scratch): Uint8Array {
  const x = scratch.local(isScalar(shape) ? shape : 'v128');
  const code = new ByteWriter().byte(OP.localTee).u32(x).byte(OP.localGet).u32(x);
  if (isScalar(shape))
    return raise(ifNaN(code, shape, x), flag)
      .byte(OP.end)
      .take();
  return code
    .byte(OP.localGet)
    .u32(x)
    .byte(...VECTORS[shape].differs, SIMD, ANY_TRUE)
    .raw(alarm(flag))
    .take();
}
