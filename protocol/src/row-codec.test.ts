import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ARRAYS,
  type Column,
  type ColumnType,
  decodeRow,
  encodeRow,
  formatValue,
  parseValue,
  SCALARS,
  type Value,
} from './index.ts';

const column = (type: ColumnType, optional = false): Column => ({ name: 'x', type, optional, doc: '' });
const refused = (part: string) =>
  expect.objectContaining({ code: 'ROW_INVALID', message: expect.stringContaining(part) });

const VALUES: Record<ColumnType, fc.Arbitrary<Value>> = {
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
  string: fc.string({ unit: 'grapheme' }),
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
const TYPES: readonly ColumnType[] = [...SCALARS, ...ARRAYS, 'string'];

/** Some columns and a row that fits them. */
const table = fc
  .array(fc.record({ type: fc.constantFrom(...TYPES), optional: fc.boolean() }), { maxLength: 6 })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(
        columns.map(({ type, optional }, i) => ({ ...column(type, optional), name: `c${i}` })),
      ),
      row: fc.tuple(
        ...columns.map(({ type, optional }) => (optional ? fc.option(VALUES[type]) : VALUES[type])),
      ),
    }),
  );

describe('a row', () => {
  test('is decoded to what was encoded', () => {
    fc.assert(
      fc.property(table, ({ columns, row }) => {
        expect(decodeRow(columns, encodeRow(columns, row))).toEqual(row);
      }),
    );
  });

  test('has the layout that kernels read', () => {
    const columns = [
      column('u16'),
      column('string'),
      column('Int16Array', true),
      column('bool', true),
      column('f32'),
    ];
    const bytes = encodeRow(columns, [0x0102, 'é', Int16Array.of(-2, 3), null, 1]);
    expect([...bytes]).toEqual([
      2, 1, 2, 0, 0, 0, 0xc3, 0xa9, 1, 2, 0, 0, 0, 0xfe, 0xff, 3, 0, 0, 0, 0, 0x80, 0x3f,
    ]);
  });

  test('[SE1] is refused, never an assertion, when its bytes are cut short, left over or not text', () => {
    fc.assert(
      fc.property(table, fc.uint8Array({ maxLength: 40 }), ({ columns }, bytes) => {
        try {
          expect(encodeRow(columns, decodeRow(columns, bytes))).toHaveLength(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ROW_INVALID' });
        }
      }),
    );
    expect(() => decodeRow([column('u32')], Uint8Array.of(1, 2, 3))).toThrow(refused('1 bytes early'));
    expect(() => decodeRow([column('u8')], Uint8Array.of(1, 2))).toThrow(refused('1 bytes too many'));
    expect(() => decodeRow([column('bool')], Uint8Array.of(2))).toThrow(refused('neither 0 nor 1'));
    expect(() => decodeRow([column('u8', true)], Uint8Array.of(7, 1))).toThrow(refused('presence'));
    expect(() => decodeRow([column('string')], Uint8Array.of(1, 0, 0, 0, 0xff))).toThrow(refused('UTF-8'));
    expect(() => decodeRow([column('Float64Array')], Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toThrow(
      refused('early'),
    );
  });

  test('[SE1] is refused when a value does not fit its column', () => {
    const wrong: readonly [ColumnType, unknown, string][] = [
      ['u8', 256, 'not between 0 and 255'],
      ['i8', -129, 'not between -128 and 127'],
      ['i32', 1.5, 'whole number'],
      ['i32', '1', 'whole number'],
      ['u64', -1n, 'not between'],
      ['u64', 2 ** 60, 'whole number'],
      ['f64', '1', 'not a number'],
      ['bool', 1, 'neither true nor false'],
      ['string', 1, 'not text'],
      ['Int16Array', Int8Array.of(1), 'not a Int16Array'],
      ['Int16Array', [1], 'not a Int16Array'],
      ['i32', null, 'missing'],
      ['i32', undefined, 'missing'],
    ];
    for (const [type, value, part] of wrong)
      expect(() => encodeRow([column(type)], [value as Value]), `${type} ${String(value)}`).toThrow(
        refused(part),
      );
    expect(() => encodeRow([column('i32')], [])).toThrow(refused('0 of 1 columns'));
  });

  test('takes views into larger buffers, and Node’s Buffer for a Uint8Array', () => {
    const view = Int32Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(decodeRow([column('Int32Array')], encodeRow([column('Int32Array')], [view]))).toEqual([
      Int32Array.of(2, 3),
    ]);
    const bytes = encodeRow([column('Uint8Array')], [Buffer.from('ab')]);
    expect(decodeRow([column('Uint8Array')], bytes)).toEqual([Uint8Array.of(97, 98)]);
  });
});

describe('a cell', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TYPES).chain((type) => fc.tuple(fc.constant(type), VALUES[type])),
        ([type, value]) => {
          expect(parseValue(column(type), formatValue(value))).toEqual(value);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that is empty is an absent value only where the column is optional', () => {
    expect(parseValue(column('i32', true), '')).toBeNull();
    expect(parseValue(column('string'), '')).toBe('');
    expect(parseValue(column('Uint8Array'), '')).toEqual(new Uint8Array());
    expect(() => parseValue(column('i32'), '')).toThrow(refused('whole number'));
  });

  test.each<[ColumnType, string, Value]>([
    ['i32', ' +7 ', 7],
    ['u64', '18446744073709551615', 18446744073709551615n],
    ['f64', '-1.5e-3', -0.0015],
    ['f32', '.1', Math.fround(0.1)],
    ['f64', '-Infinity', Number.NEGATIVE_INFINITY],
    ['bool', 'TRUE', true],
    ['bool', '0', false],
    ['Float64Array', ' 1  2.5 ', Float64Array.of(1, 2.5)],
  ])('%s “%s”', (type, text, value) => {
    expect(parseValue(column(type), text)).toEqual(value);
  });

  test.each<[ColumnType, string]>([
    ['i32', '1.0'],
    ['i32', '2147483648'],
    ['u8', '-1'],
    ['i64', '999999999999999999999'],
    ['f64', '0x10'],
    ['f64', '1,5'],
    ['bool', 'yes'],
    ['Uint8Array', '1 256'],
    ['Int8Array', '1,2'],
  ])('[SE1] %s “%s” is refused, naming the column', (type, text) => {
    expect(() => parseValue(column(type), text)).toThrow(refused('column x'));
  });
});
