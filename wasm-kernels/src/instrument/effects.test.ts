import { expect, test } from 'vitest';
import { BULK, IMMEDIATE, PLAIN, SIMD } from '../binary/opcodes.ts';
import { LEFT, leftBy, operandsOf } from './effects.ts';

const TYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b, funcref: 0x70 } as const;
const ALL = Object.values(TYPES);
/** What each class of result may be. */
const RESULTS: Readonly<Record<number, readonly number[]>> = {
  [LEFT.plain]: [TYPES.i32, TYPES.i64, TYPES.funcref],
  [LEFT.f32]: [TYPES.f32],
  [LEFT.f64]: [TYPES.f64],
  [LEFT.v128]: [TYPES.v128],
  [LEFT.any]: ALL,
};
/** Immediates that fit the module below, by shape. */
const IMMEDIATES: Readonly<Record<number, readonly number[]>> = {
  [IMMEDIATE.none]: [],
  [IMMEDIATE.index]: [0],
  [IMMEDIATE.twoIndices]: [0, 0],
  [IMMEDIATE.memory]: [0, 0],
  [IMMEDIATE.memoryLane]: [0, 0, 0],
  [IMMEDIATE.byte]: [0],
  [IMMEDIATE.leb]: [0],
  [IMMEDIATE.fourBytes]: [0, 0, 0, 0],
  [IMMEDIATE.eightBytes]: new Array<number>(8).fill(0),
  [IMMEDIATE.sixteenBytes]: new Array<number>(16).fill(0),
};
/** Control instructions have no row. */
const CONTROL = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x1c,
]);
/** Their immediate must name another thing than 0. */
const SPECIAL: Readonly<Record<number, readonly number[]>> = { 208: [0x70] };

const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];

/** Whether an instruction on operands of these types leaves this. */
function validates(code: readonly number[], operands: readonly number[], result: number | null): boolean {
  const locals = operands.length === 0 ? [TYPES.i32] : operands;
  const type = [0x60, locals.length, ...locals, ...(result === null ? [0] : [1, result])];
  const body = [0, ...operands.flatMap((_, i) => [0x20, i]), ...code, 0x0b];
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, ...type),
    ...section(3, 1, 0),
    ...section(4, 1, 0x70, 0, 1),
    ...section(5, 1, 0, 1),
    ...section(
      6,
      1,
      operands[0] ?? result ?? TYPES.i32,
      1,
      ...zeroOf(operands[0] ?? result ?? TYPES.i32),
      0x0b,
    ),
    ...section(7, 1, 1, 0x66, 0, 0),
    ...section(9, 1, 1, 0, 1, 0),
    ...section(12, 1),
    ...section(10, 1, body.length, ...body),
    ...section(11, 1, 1, 1, 0),
  ];
  return WebAssembly.validate(Uint8Array.from(bytes));
}

function zeroOf(type: number): number[] {
  if (type === TYPES.funcref) return [0xd0, 0x70];
  if (type === TYPES.v128) return [0xfd, 12, ...new Array<number>(16).fill(0)];
  if (type === TYPES.f64) return [0x44, 0, 0, 0, 0, 0, 0, 0, 0];
  return type === TYPES.f32 ? [0x43, 0, 0, 0, 0] : [type === TYPES.i32 ? 0x41 : 0x42, 0];
}

function* combinations(count: number): Generator<number[]> {
  if (count === 0) yield [];
  else for (const rest of combinations(count - 1)) for (const type of ALL) yield [...rest, type];
}

const encoded = (op: number): number[] => {
  const number = op & 0xff;
  if (op < 0x100) return [op];
  return [op >> 8, ...(number < 0x80 ? [number] : [number, 1])];
};

test('every instruction takes and leaves what the engine says', () => {
  const tables: readonly [number, Uint8Array][] = [
    [0, PLAIN],
    [0xfc00, BULK],
    [0xfd00, SIMD],
  ];
  const wrong: string[] = [];
  let count = 0;
  for (const [page, shapes] of tables)
    shapes.forEach((shape, number) => {
      const op = page + number;
      if (shape === 0 || CONTROL.has(op)) return;
      const code = [...encoded(op), ...(SPECIAL[op] ?? IMMEDIATES[shape])];
      const results = RESULTS[leftBy(op)] ?? [null];
      const fits = [...combinations(operandsOf(op))].some((operands) =>
        results.some((result) => validates(code, operands, result)),
      );
      if (!fits) wrong.push(op.toString(16));
      count++;
    });
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(400);
});
