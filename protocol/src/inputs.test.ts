import { expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { inputLeaf, merkleRoot } from './digest.ts';
import { axisOf, checkRange, inputRootOf, joinedRoot, rangeRoot, rangeRows, tableRoot } from './inputs.ts';
import { pack } from './items.ts';
import { decodeRow, encodeRow } from './row-codec.ts';
import type { Column, ColumnType } from './schema.ts';

const column = (type: ColumnType, optional = false): Column => ({ name: 'n', type, optional, doc: '' });
const axis = (from: string | number, to: string | number, step: string | number = 1) =>
  axisOf({ from: String(from), to: String(to), step: String(step) });

it.each(['i8', 'u16', 'i32', 'u32', 'i64', 'u64', 'f32', 'f64'] as const)(
  'computes the rows of a range of %s as a table of them would hold them',
  (type) => {
    const range = [axis(3, 100, 7)];
    for (const optional of [false, true]) {
      const columns = [column(type, optional)];
      expect(checkRange(range, columns)).toBe(14);
      const { row } = rangeRows(range, columns);
      const packed = pack(Array.from({ length: 9 }, (_, i) => row(i + 4)));
      expect(rangeRows(range, columns).run(4, 9)).toEqual(packed);
      const wide = type === 'i64' || type === 'u64';
      for (let at = 0; at < 14; at++)
        expect(row(at)).toEqual(encodeRow(columns, [wide ? BigInt(3 + 7 * at) : 3 + 7 * at]));
    }
  },
);

it('counts down, and reaches the ends of each type', () => {
  const down = [axis(5, -6, -5)];
  expect(checkRange(down, [column('i32')])).toBe(3);
  const { row } = rangeRows(down, [column('i32')]);
  expect([0, 1, 2].map((at) => decodeRow([column('i32')], row(at))[0])).toEqual([5, 0, -5]);
  const top = [axis('18446744073709551614', '18446744073709551616')];
  expect(checkRange(top, [column('u64')])).toBe(2);
  expect(decodeRow([column('u64')], rangeRows(top, [column('u64')]).row(1))).toEqual([18446744073709551615n]);
  const low = [axis(-2147483648, -2147483646)];
  expect(decodeRow([column('i32')], rangeRows(low, [column('i32')]).row(0))).toEqual([-2147483648]);
});

it('runs through several columns with the last one fastest', () => {
  const columns = [column('i32'), column('u8')];
  const range = [axis(10, 12), axis(0, 3)];
  expect(checkRange(range, columns)).toBe(6);
  const { row } = rangeRows(range, columns);
  expect([0, 1, 2, 3, 4, 5].map((at) => decodeRow(columns, row(at)))).toEqual([
    [10, 0],
    [10, 1],
    [10, 2],
    [11, 0],
    [11, 1],
    [11, 2],
  ]);
});

it('a place beyond 2^31 and 2^40 is computed exactly', () => {
  const columns = [column('i64')];
  const range = [axis(1, 1_000_000_000_001)];
  expect(checkRange(range, columns)).toBe(1_000_000_000_000);
  const { row } = rangeRows(range, columns);
  for (const at of [2 ** 31, 2 ** 39 + 1, 999_999_999_999])
    expect(decodeRow(columns, row(at))).toEqual([BigInt(at) + 1n]);
});

it.each([
  ['no number', [axis(5, 5)], [column('i32')]],
  ['no number ahead', [axis(0, 5, -1)], [column('i32')]],
  ['a number too large for its column', [axis(0, 257)], [column('u8')]],
  ['a number that a float does not hold', [axis(0, 2 ** 24 + 2)], [column('f32')]],
  [
    'more items than a job may have',
    [axis(0, 2_000_000), axis(0, 2_000_000)],
    [column('i32'), column('i32')],
  ],
  ['too few axes', [axis(0, 3)], [column('i32'), column('i32')]],
  ['a text column', [axis(0, 3)], [column('string')]],
  ['a truth value', [axis(0, 2)], [column('bool')]],
])('[SE1] refuses a range with %s', (_, range, columns) => {
  expect(() => checkRange(range, columns)).toThrow(expect.objectContaining({ code: 'TABLE_INVALID' }));
});

it('[SE1] refuses a step of nothing and what is no number', () => {
  expect(() => checkRange([axis(0, 3, 0)], [column('i32')])).toThrow(/step of 0/);
  for (const bad of ['', '1.5', '1e3', 'x', '9'.repeat(21)])
    expect(() => axis(0, bad)).toThrow(/no whole number/);
});

it('the root of one table is the tree over its rows, that of a range depends on all of its numbers', () => {
  const rows = [1, 2, 3].map((n) => Uint8Array.of(n));
  expect(tableRoot(rows)).toBe(toHex(merkleRoot(rows.map((row, i) => inputLeaf(i, row)))));
  const roots = [axis(0, 10), axis(1, 10), axis(0, 11), axis(0, 10, 2)].map((each) => rangeRoot([each]));
  expect(new Set(roots).size).toBe(4);
});

it('the root of several parts binds each part, its place and the order', () => {
  const a = { count: 3, root: 'aa'.repeat(32) };
  const b = { count: 2, root: 'bb'.repeat(32) };
  const one = inputRootOf([{ first: 0, ...a }]);
  expect(one).toBe(a.root);
  const both = inputRootOf([
    { first: 0, ...a },
    { first: 3, ...b },
  ]);
  expect(both).toBe(joinedRoot(a.root, { first: 3, ...b }));
  const turned = inputRootOf([
    { first: 0, ...b },
    { first: 2, ...a },
  ]);
  expect(new Set([one, both, turned]).size).toBe(3);
  expect(() =>
    inputRootOf([
      { first: 0, ...a },
      { first: 4, ...b },
    ]),
  ).toThrow(/not at 3/);
});
