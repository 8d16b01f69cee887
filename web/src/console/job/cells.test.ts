import type { Row } from '@manyhands/sdk';
import { expect, it } from 'vitest';
import { binned, cellWords, FUEL, ITEM, numberIn, plottable } from './cells.ts';

it('bins hold every finite number once', () => {
  const bins = binned([0, 1, 2, 3, 4, 10, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(bins).toHaveLength(4);
  expect(bins[0]).toEqual({ low: 0, high: 2.5, count: 3 });
  expect(bins[3]).toEqual({ low: 7.5, high: 10, count: 1 });
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(6);
});

it('equal numbers are one bin, and none are none', () => {
  expect(binned([7, 7])).toEqual([{ low: 7, high: 8, count: 2 }]);
  expect(binned([Number.NaN])).toEqual([]);
});

it('numbers of a row are found by column, and where there is none it says so', () => {
  const row: Row = { index: 3, status: 'ok', fuel: 99n, values: { a: 5n, b: true, c: 'x' } };
  expect([ITEM, FUEL, 'a', 'b'].map((column) => numberIn(row, column))).toEqual([3, 99, 5, 1]);
  expect(numberIn(row, 'c')).toBeNaN();
  expect(numberIn({ ...row, values: null }, 'a')).toBeNaN();
});

it('long values are cut, arrays are listed', () => {
  expect(cellWords(new Int32Array([1, 2]))).toBe('[1, 2]');
  expect(cellWords('x'.repeat(100))).toHaveLength(61);
  expect(cellWords(5n)).toBe('5');
});

it('texts and arrays cannot be plotted', () => {
  const column = (name: string, type: string) => ({ name, type, optional: false, doc: '' });
  expect(plottable([column('a', 'f64'), column('b', 'string'), column('c', 'i64[]')] as never)).toEqual([
    'a',
  ]);
});
