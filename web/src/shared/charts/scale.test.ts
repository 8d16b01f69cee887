import { expect, it } from 'vitest';
import { powersOf, rangeOf, scaleOf, ticksOf } from './scale.ts';

it('a range holds all numbers, and never is empty', () => {
  expect(rangeOf([3, -1, 2])).toEqual({ low: -1, high: 3 });
  expect(rangeOf([])).toEqual({ low: 0, high: 1 });
  expect(rangeOf([4, 4])).toEqual({ low: 2, high: 6 });
  expect(rangeOf([0])).toEqual({ low: -0.5, high: 0.5 });
});

it.each<[number, number, number, number[]]>([
  [0, 10, 5, [0, 2, 4, 6, 8, 10]],
  [0, 1, 4, [0, 0.5, 1]],
  [-7, 12, 4, [-5, 0, 5, 10]],
  [1e9, 4e9, 3, [1e9, 2e9, 3e9, 4e9]],
  [5, 5, 3, [5]],
])('round numbers from %d to %d, about %d', (low, high, about, ticks) => {
  const found = ticksOf({ low, high }, about);
  expect(found).toHaveLength(ticks.length);
  for (const [i, tick] of ticks.entries()) expect(found[i]).toBeCloseTo(tick, 9);
});

it('powers of ten are thinned to as many as fit', () => {
  expect(powersOf({ low: 1, high: 1000 }, 10)).toEqual([1, 10, 100, 1000]);
  expect(powersOf({ low: 1, high: 1e9 }, 4)).toEqual([1, 1e3, 1e6, 1e9]);
});

it('scales lead from the low end to the high end', () => {
  const linear = scaleOf('linear', { low: 0, high: 10 }, 100, 0);
  expect([linear(0), linear(5), linear(10)]).toEqual([100, 50, 0]);
  const log = scaleOf('log', { low: 1, high: 100 }, 0, 200);
  expect([log(1), log(10), log(100), log(0)]).toEqual([0, 100, 200, 0]);
});
