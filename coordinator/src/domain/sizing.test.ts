import { describe, expect, it } from 'vitest';
import { assignmentSize, SLICE_SECONDS, sliceItems, unitItems } from './sizing.ts';

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
    const sizing = { unitItems: 100, seats: 2, itemsPerSecond: 0, remaining: 10_000 };
    expect(sliceItems(sizing, SLICE_SECONDS)).toBe(800);
    expect(sliceItems({ ...sizing, itemsPerSecond: 400, remaining: 100_000 }, SLICE_SECONDS)).toBe(10_000);
    expect(sliceItems({ ...sizing, remaining: 250 }, SLICE_SECONDS)).toBe(250);
    const fast = { ...sizing, itemsPerSecond: 1e9, remaining: 1e12 };
    expect(sliceItems(fast, SLICE_SECONDS)).toBe(819_200);
    expect(sliceItems({ ...fast, seats: 4_000 }, SLICE_SECONDS)).toBe(1_600_000);
    expect(sliceItems({ ...fast, seats: 40_000 }, SLICE_SECONDS)).toBe(3_276_800);
  });

  it('near the end a slice is half of what is left, so that others get some of it', () => {
    const sizing = { unitItems: 10, seats: 1, itemsPerSecond: 1e6 };
    const slices: number[] = [];
    for (let left = 1_000; left > 0; left -= slices[slices.length - 1])
      slices.push(sliceItems({ ...sizing, remaining: left }, SLICE_SECONDS));
    expect(slices).toEqual([500, 250, 130, 60, 40, 20]);
  });

  const usual = {
    unitItems: 16,
    itemMs: 5,
    targetMs: 4_000,
    reach: 32,
    mostItems: 2_048,
    bytesPerItem: 20,
    mostBytes: 4e6,
    mostFuel: 1e9,
    itemsLeft: Number.POSITIVE_INFINITY,
    seats: 4,
  };

  it.each([
    ['four seconds of the seat', {}, { units: 32, items: 16 }],
    ['a slower seat gets fewer units', { itemMs: 25 }, { units: 10, items: 16 }],
    ['one that is very slow gets shorter ones', { itemMs: 2_000 }, { units: 1, items: 5 }],
    ['never nothing', { itemMs: 1e9 }, { units: 1, items: 1 }],
    ['a stranger begins with one', { reach: 1 }, { units: 1, items: 16 }],
    ['bytes fit a frame', { bytesPerItem: 50_000 }, { units: 5, items: 16 }],
    ['at the tail what is left is shared', { itemsLeft: 16 * 24 }, { units: 3, items: 16 }],
    ['sums of fuel stay exact', { mostFuel: 2 ** 52 }, { units: 32, items: 1 }],
  ])('an assignment: %s', (_title, changed, size) => {
    expect(assignmentSize({ ...usual, ...changed })).toEqual(size);
  });
});
