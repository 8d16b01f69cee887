import { describe, expect, it } from 'vitest';
import { sliceItems, unitItems } from './sizing.ts';

describe('sizes', () => {
  it.each([
    ['two seconds of a core', [0.02, 100, 4e6, 100_000], 100],
    ['an item of minutes travels alone', [300, 100, 4e6, 100_000], 1],
    ['tiny items are bounded', [1e-6, 10, 4e6, 100_000], 1000],
    ['large rows are bounded by the frame', [0.001, 1e6, 4e6, 100_000], 4],
    ['a short job is spread', [0.001, 10, 4e6, 160], 10],
  ] as [string, [number, number, number, number], number][])('a unit: %s', (_title, args, items) => {
    expect(unitItems(...args)).toBe(items);
  });

  it('a slice is whole units, at least four for each seat, and never more than what is left', () => {
    expect(sliceItems(100, 2, 0, 10_000)).toBe(800);
    expect(sliceItems(100, 2, 400, 100_000)).toBe(10_000);
    expect(sliceItems(100, 2, 0, 250)).toBe(250);
  });
});
