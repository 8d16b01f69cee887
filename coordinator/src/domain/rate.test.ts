import { describe, expect, it } from 'vitest';
import { estimateRate, itemsToTime, nextRate, type Timing } from './rate.ts';

/** `rate` nanoseconds for 10^9 fuel. */
const timing = (rate: number, fuel = 1_000_000): Timing => ({
  fuel: BigInt(fuel),
  nanoseconds: (rate * fuel) / 1e9,
});
const times = (count: number, each: Timing): Timing[] => Array.from({ length: count }, () => each);

describe('a job’s rate', () => {
  it('is the mean over timed fuel, not over items', () => {
    expect(estimateRate([...times(10, timing(100, 1_000)), ...times(10, timing(400, 3_000))])).toBeCloseTo(
      (100 * (0.25 - 0.05) + 400 * (0.75 - 0.05)) / 0.9,
    );
  });

  it('leaves single hiccups out, and pays for a minority of slow items', () => {
    expect(estimateRate([...times(29, timing(100)), timing(90_000)])).toBeCloseTo(100);
    const mixed = estimateRate([...times(14, timing(100)), ...times(6, timing(1_000))]) as number;
    expect(mixed).toBeGreaterThan(300);
    expect(mixed).toBeLessThan(400);
  });

  it('is unknown where nothing was timed', () => {
    expect(estimateRate([])).toBeNull();
    expect(estimateRate([{ fuel: 0n, nanoseconds: 5 }])).toBeNull();
  });

  it('stays what it was until enough is known, then moves by at most a factor of two a slice', () => {
    expect(nextRate({ last: 100, timings: times(3, timing(900)) })).toEqual({ rate: 100, isKnown: false });
    const steps = [100];
    for (let i = 0; i < 5; i++)
      steps.push(nextRate({ last: steps[i], timings: times(20, timing(900)) }).rate);
    expect(steps).toEqual([100, 200, 400, 800, 900, 900]);
    expect(nextRate({ last: 100, timings: times(20, timing(3)) })).toEqual({ rate: 50, isKnown: false });
    expect(nextRate({ last: 100, timings: times(20, timing(70)) })).toEqual({ rate: 70, isKnown: true });
    expect(nextRate({ last: 1, timings: times(20, timing(0.001)) }).rate).toBe(1);
  });

  it('is timed on a small share of items, and never on many', () => {
    expect(itemsToTime(400, 5_000, 0.99)).toBe(2);
    expect(itemsToTime(100_000, 5_000, 0)).toBe(8);
    expect([0.05, 0.5].map((random) => itemsToTime(20, 5_000, random))).toEqual([1, 0]);
    expect(itemsToTime(1_000, 0, 0)).toBe(0);
  });
});
