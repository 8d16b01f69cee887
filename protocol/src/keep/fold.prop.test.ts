import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemResult } from '../digest.ts';
import { packResults } from '../results.ts';
import { encodeRow } from '../row-codec.ts';
import type { Column, ColumnType, Value } from '../schema.ts';
import { doubleOf, ExactSum, meanOf } from './exact-sum.ts';
import { Fold } from './fold.ts';
import { type Keep, planKeep } from './keep.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const COLUMNS = [column('x', 'f64'), column('n', 'i64'), column('small', 'i16'), column('y', 'f32')];
const MIXED = [...COLUMNS, column('s', 'string'), column('m', 'i32', true)];

const REDUCE =
  'count,sum(x),sum(n),sum(small),min(x),max(n),mean(x),mean(n),hist(x,7),hist(n,5),hist(y,4,-2,2.5),hist(small,3)';
const KEEPS: Keep[] = [
  { reduce: REDUCE },
  { reduce: REDUCE, where: 'small > 0 or y < 1' },
  { top: '3:x' },
  { top: '4:-n', where: 'x != 0' },
];

const cells = fc.tuple(
  fc.double(),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.integer({ min: -9, max: 9 }),
  fc.float(),
);
const okItem = (columns: readonly Column[], values: Value[]): ItemResult => ({
  status: 0,
  fuel: 5n,
  output: encodeRow(columns, values),
});
const item = (columns: readonly Column[]): fc.Arbitrary<ItemResult> =>
  fc.oneof(
    { weight: 12, arbitrary: cells.map((values) => okItem(columns, [...values, ...mixed(values, columns)])) },
    { weight: 1, arbitrary: fc.constant<ItemResult>({ status: 1, fuel: 9n, output: new Uint8Array() }) },
    { weight: 1, arbitrary: fc.constant<ItemResult>({ status: 0, fuel: 9n, output: Uint8Array.of(1, 2) }) },
  );
const mixed = ([, , small]: [number, bigint, number, number], columns: readonly Column[]): Value[] =>
  columns === MIXED ? ['text', small % 2 === 0 ? null : small] : [];

/** Items in a row, and how they are parted: whose they are, and in which order parts are merged. */
const parted = (columns: readonly Column[]) =>
  fc.record({
    items: fc.array(item(columns), { minLength: 1, maxLength: 40 }),
    owners: fc.array(fc.nat(4), { minLength: 40, maxLength: 40 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  });

describe.each([
  ['rows of one width', COLUMNS],
  ['rows of many widths', MIXED],
])('%s', (_name, columns) => {
  it.each(KEEPS)(
    '[FO1] folds of any parts, stored and merged in any order, are the fold of the whole: %o',
    (keep) => {
      const plan = planKeep(keep, columns);
      fc.assert(
        fc.property(parted(columns), ({ items, owners, order }) => {
          const whole = new Fold(plan);
          whole.add(100, packResults(items));
          const parts = order.map(() => new Fold(plan));
          items.forEach((each, i) => {
            parts[owners[i]].add(100 + i, packResults([each]));
          });
          const merged = new Fold(plan);
          for (const each of order) {
            const stored = JSON.parse(JSON.stringify(parts[each].state()));
            merged.merge(Fold.from(plan, stored));
          }
          expect(merged.lines()).toEqual(whole.lines());
          expect(merged.topRows()).toEqual(whole.topRows());
          expect(merged.counts).toEqual(whole.counts);
          expect(JSON.stringify(merged.state())).toBe(JSON.stringify(whole.state()));
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** Sums of doubles by plain fractions: numerator over 2^1074. */
const plainly = (values: readonly number[]): bigint =>
  values.reduce((sum, value) => {
    let [scaled, halvings] = [value, 0];
    while (!Number.isInteger(scaled)) {
      scaled *= 2;
      halvings++;
    }
    return sum + ((BigInt(scaled) << 1074n) >> BigInt(halvings));
  }, 0n);

it('[FO1] a sum of doubles is exact, and rounded once', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 30 }), (values) => {
      const sum = new ExactSum();
      for (const value of values) sum.addDouble(value);
      expect(sum.total).toBe(plainly(values));
    }),
  );
  fc.assert(
    fc.property(finite, (value) => {
      const sum = new ExactSum();
      sum.addDouble(value);
      expect(doubleOf(sum.total)).toBe(value + 0);
      for (const other of [1e300, -1e300, 1e-300]) sum.addDouble(other);
      sum.addDouble(-1e-300);
      expect(doubleOf(sum.total)).toBe(value + 0);
    }),
  );
});

it('rounds to the nearest double, halves to even, and beyond the largest to infinity', () => {
  const one = 1n << 1074n;
  const ulp = 1n << 1022n;
  expect(doubleOf(one + ulp / 2n)).toBe(1);
  expect(doubleOf(one + ulp / 2n + 1n)).toBe(1 + Number.EPSILON);
  expect(doubleOf(one + (3n * ulp) / 2n)).toBe(1 + 2 * Number.EPSILON);
  expect(doubleOf(1n)).toBe(Number.MIN_VALUE);
  expect(doubleOf(-3n)).toBe(-3 * Number.MIN_VALUE);
  expect(doubleOf(one << 1024n)).toBe(Number.POSITIVE_INFINITY);
  expect(doubleOf(plainly([Number.MAX_VALUE]))).toBe(Number.MAX_VALUE);
  expect(meanOf(10n, 4, 'wholes')).toBe(2.5);
  expect(meanOf(-(2n ** 64n), 3, 'wholes')).toBe(-(2 ** 64) / 3);
  expect(meanOf(1n, 2, 'doubles')).toBe(0);
  expect(meanOf(plainly([0.1, 0.2, 0.3]), 3, 'doubles')).toBe(0.2);
});

describe('what a table says', () => {
  const table = (reduce: string, xs: readonly number[], where?: string) => {
    const fold = new Fold(planKeep({ reduce, where }, COLUMNS));
    fold.add(
      0,
      packResults(xs.map((x) => okItem(COLUMNS, [x, Math.abs(x) < 1e9 ? BigInt(Math.trunc(x)) : 0n, 0, 0]))),
    );
    return fold
      .lines()
      .filter(({ fold: name }) => !['items', 'failed', 'unreadable'].includes(name))
      .map(({ fold: name, low, high, value }) => [name, low, high, value].filter(Boolean).join(' '));
  };

  it('no number is left out of everything and counted; infinite ones sum as they do everywhere', () => {
    expect(table('sum(x),mean(x),min(x),hist(x,2)', [1, Number.NaN, 3])).toEqual([
      'rows 3',
      'missing(x) 1',
      'sum(x) 4',
      'mean(x) 2',
      'min(x) 1',
      'hist(x,2) 0 2 1',
      'hist(x,2) 2 4 1',
    ]);
    const infinite = [Number.POSITIVE_INFINITY, 1];
    expect(table('sum(x),hist(x,2)', infinite).slice(1)).toEqual([
      'sum(x) Infinity',
      'hist(x,2) 1 1.0000000000000004 1',
      'hist(x,2) 1.0000000000000004 Infinity 1',
    ]);
    expect(table('sum(x)', [...infinite, Number.NEGATIVE_INFINITY])[1]).toBe('sum(x) NaN');
  });

  it('bins without bounds widen until they hold the numbers, and whole numbers have whole bins', () => {
    expect(table('hist(n,50)', [0, 1, 1, 3]).slice(1)).toEqual([
      'hist(n,50) 0 1 1',
      'hist(n,50) 1 2 2',
      'hist(n,50) 2 3 0',
      'hist(n,50) 3 4 1',
    ]);
    const wide = table('hist(x,4)', [-1e308, 1e308, 5]).slice(1);
    expect(wide.map((line) => line.split(' ').at(-1))).toEqual(['1', '0', '1', '1']);
  });

  it('bins between bounds hold both bounds, and what lies beyond is counted beside them', () => {
    expect(table('hist(x,2,0,10)', [-1, 0, 4.9, 5, 10, 10.5]).slice(1)).toEqual([
      'hist(x,2,0,10) -Infinity 0 1',
      'hist(x,2,0,10) 0 5 2',
      'hist(x,2,0,10) 5 10 2',
      'hist(x,2,0,10) 10 Infinity 1',
    ]);
  });

  it('of nothing there is a count and a sum, but no mean and no smallest', () => {
    expect(table('count,sum(x),mean(x),min(n)', [1], 'x > 2')).toEqual([
      'rows 0',
      'count 0',
      'sum(x) 0',
      'mean(x)',
      'min(n)',
    ]);
  });

  it('of equal rows the first come first, and rows without a number are in no top', () => {
    const fold = new Fold(planKeep({ top: '2:x' }, COLUMNS));
    const xs = [Number.NaN, 5, 7, 5, -0, 7, 7];
    fold.add(10, packResults(xs.map((x) => okItem(COLUMNS, [x, 0n, 0, 0]))));
    expect(fold.topRows().map(({ index }) => index)).toEqual([12, 15]);
    expect(fold.counts).toEqual({ items: 7, rows: 7, failed: 0, unreadable: 0 });
  });
});
