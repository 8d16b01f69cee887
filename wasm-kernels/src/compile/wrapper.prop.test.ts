import {
  ARRAYS,
  type Column,
  type ColumnType,
  decodeRow,
  encodeRow,
  SCALARS,
  type Value,
} from '@manyhands/protocol';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { instrument } from '../instrument/instrument.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { compileHere } from './compile.ts';
import { assemblyType } from './wrapper.ts';

/** One kernel that gives back what it gets, with a column of every type, required and optional. */
const REQUIRED: readonly ColumnType[] = [...SCALARS, ...ARRAYS, 'string'];
const OPTIONAL: readonly ColumnType[] = [...ARRAYS, 'string'];
const columns: readonly Column[] = [
  ...REQUIRED.map((type) => ({ name: `required${type}`, type, optional: false, doc: '' })),
  ...OPTIONAL.map((type) => ({ name: `optional${type}`, type, optional: true, doc: '' })),
];
const typeText = ({ type, optional }: Column): string => assemblyType(type) + (optional ? ' | null' : '');
const source = `
  export class Row {
    constructor(${columns.map((column) => `public ${column.name}: ${typeText(column)}`).join(', ')}) {}
  }
  export function same(${columns.map((column) => `${column.name}: ${typeText(column)}`).join(', ')}): Row {
    return new Row(${columns.map(({ name }) => name).join(', ')});
  }`;

const SCALAR_VALUES: Record<(typeof SCALARS)[number], fc.Arbitrary<Value>> = {
  i8: fc.integer({ min: -128, max: 127 }),
  u8: fc.nat(255),
  i16: fc.integer({ min: -32768, max: 32767 }),
  u16: fc.nat(65535),
  i32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  u32: fc.nat(2 ** 32 - 1),
  i64: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  u64: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  f32: fc.float(),
  f64: fc.double(),
  bool: fc.boolean(),
};
const ARRAY_VALUES: Record<(typeof ARRAYS)[number], fc.Arbitrary<Value>> = {
  Int8Array: fc.int8Array(),
  Uint8Array: fc.uint8Array(),
  Int16Array: fc.int16Array(),
  Uint16Array: fc.uint16Array(),
  Int32Array: fc.int32Array(),
  Uint32Array: fc.uint32Array(),
  BigInt64Array: fc.bigInt64Array(),
  BigUint64Array: fc.bigUint64Array(),
  Float32Array: fc.float32Array(),
  Float64Array: fc.float64Array(),
};

function valuesOf({ type, optional }: Column): fc.Arbitrary<Value> {
  const values: Record<string, fc.Arbitrary<Value>> = {
    ...SCALAR_VALUES,
    ...ARRAY_VALUES,
    string: fc.string({ unit: 'grapheme' }),
  };
  return optional ? fc.option(values[type]) : values[type];
}

let kernel: Kernel;
let outputs: readonly Column[];
beforeAll(async () => {
  const compiled = await compileHere(source);
  expect(compiled.schema.inputs).toEqual(columns);
  outputs = compiled.schema.outputs;
  kernel = instantiate(new WebAssembly.Module(instrument(compiled.wasm).bytes as BufferSource), {
    datasets: [],
  });
}, 60_000);

test('[KR2] every type goes into a kernel and comes out unchanged, byte for byte', () => {
  fc.assert(
    fc.property(fc.tuple(...columns.map(valuesOf)), (row) => {
      const input = encodeRow(columns, row);
      const result = kernel.runItem(input, 10_000_000n);
      expect(result.status, kernel.lastFailure ?? '').toBe(0);
      expect(result.output).toEqual(input);
      expect(decodeRow(outputs, result.output)).toEqual(row);
    }),
    { numRuns: 300 },
  );
});

test('[SE1] a row that is cut short or has bytes left over is a trap, and never reaches the function', () => {
  const row = encodeRow(columns, [
    1,
    1,
    1,
    1,
    1,
    1,
    1n,
    1n,
    1,
    1,
    true,
    ...ARRAYS.map(
      (type) => new (globalThis as never as Record<string, new (length: number) => Value>)[type](3),
    ),
    'é',
    ...OPTIONAL.map(() => null),
  ]);
  for (const broken of [row.slice(0, -1), row.slice(0, 40), new Uint8Array(), Uint8Array.of(...row, 0)]) {
    expect(kernel.runItem(broken, 10_000_000n)).toEqual({
      status: 1,
      fuel: 10_000_000n,
      output: new Uint8Array(),
    });
    expect(kernel.lastFailure).toMatch(/row/);
  }
});
