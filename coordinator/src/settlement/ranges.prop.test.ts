import fc from 'fast-check';
import { expect, it } from 'vitest';
import { claimsGas, type DueLeaf, leastGas, planClaims, rangeGas } from './ranges.ts';

const MOST_GAS = 16_777_216;
const leaves = (indexes: readonly number[], isFirst = false): DueLeaf[] =>
  indexes.map((index) => ({ index, isFirst }));
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

it('claims many neighbours as one range, and few far from each other one by one', () => {
  expect(planClaims(leaves(upTo(16)), leaves(upTo(16)), 10)).toEqual({
    ranges: [{ first: 0, width: 16 }],
    singles: [],
  });
  const far = leaves([3, 300, 700]);
  expect(planClaims(far, far, 10)).toEqual({ ranges: [], singles: [3, 300, 700] });
  const mixed = leaves([...upTo(32, 64), 700]);
  expect(planClaims(mixed, mixed, 10)).toEqual({ ranges: [{ first: 64, width: 32 }], singles: [700] });
  expect(planClaims([], far, 10)).toEqual({ ranges: [], singles: [] });
});

it('[RC1] claims 10,000 payees in ranges of 512, near 11,000 gas for each, 33,000 the first time', () => {
  for (const [isFirst, most] of [
    [false, 11_200],
    [true, 33_000],
  ] as const) {
    const due = leaves(upTo(10_000), isFirst);
    const { ranges, singles } = planClaims(due, due, 14);
    expect(singles).toEqual([]);
    const gas = ranges.map(({ first, width }) => {
      const paid = due.filter(({ index }) => index >= first && index < first + width);
      return rangeGas({ width, above: 14 - Math.log2(width) }, paid);
    });
    for (const each of gas) expect(each).toBeLessThan(MOST_GAS);
    expect(gas.reduce((all, each) => all + each, 0) / due.length).toBeLessThan(most);
  }
});

it('covers everybody who is wanted exactly once, in aligned ranges, for no more than one by one', () => {
  const depth = 9;
  const some = fc.uniqueArray(fc.record({ index: fc.nat({ max: 2 ** depth - 1 }), isFirst: fc.boolean() }), {
    selector: ({ index }) => index,
    maxLength: 300,
  });
  fc.assert(
    fc.property(some, fc.nat({ max: 4 }), (found, every) => {
      const due = [...found].sort((a, b) => a.index - b.index);
      const wanted = due.filter((_, i) => i % 5 >= every);
      const { ranges, singles } = planClaims(wanted, due, depth);
      const isIn = (index: number) =>
        ranges.filter((r) => index >= r.first && index < r.first + r.width).length;
      for (const { index } of wanted) expect(isIn(index) + (singles.includes(index) ? 1 : 0)).toBe(1);
      for (const { first, width } of ranges) expect(first % width).toBe(0);
      const paid = ranges.map(({ first, width }) =>
        rangeGas(
          { width, above: depth - Math.log2(width) },
          due.filter(({ index }) => index >= first && index < first + width),
        ),
      );
      const alone = wanted.filter(({ index }) => singles.includes(index));
      const gas = paid.reduce((all, each) => all + each, 0) + claimsGas(alone, depth);
      expect(gas).toBeLessThanOrEqual(claimsGas(wanted, depth));
      for (const leaf of due) expect(leastGas(leaf)).toBeLessThan(claimsGas([leaf], depth));
    }),
  );
});
