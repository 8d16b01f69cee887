import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS, resplit, type Split } from './split.ts';

const whole = fc
  .tuple(fc.nat(1_000_000), fc.nat(1_000_000))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)])
  .map(([a, b]): Split => ({ sitePpm: a, visitorPpm: b - a, causePpm: 1_000_000 - b }));

describe('the three shares', () => {
  it('always sum to the whole, each is a share, and the one that was set is what was set', () => {
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom(...PARTS),
        fc.integer({ min: -5, max: 1_000_005 }),
        (from, part, ppm) => {
          const to = resplit(from, part, ppm);
          expect(PARTS.reduce((sum, each) => sum + to[each], 0)).toBe(1_000_000);
          for (const each of PARTS) {
            expect(Number.isInteger(to[each])).toBe(true);
            expect(to[each]).toBeGreaterThanOrEqual(0);
          }
          expect(to[part]).toBe(Math.min(1_000_000, Math.max(0, ppm)));
        },
      ),
    );
  });

  it('the others keep their proportion, and one that has nothing gets nothing', () => {
    const split = { sitePpm: 600_000, visitorPpm: 300_000, causePpm: 100_000 };
    expect(resplit(split, 'sitePpm', 200_000)).toEqual({
      sitePpm: 200_000,
      visitorPpm: 600_000,
      causePpm: 200_000,
    });
    const alone = { sitePpm: 1_000_000, visitorPpm: 0, causePpm: 0 };
    expect(resplit(alone, 'visitorPpm', 250_000)).toEqual({
      sitePpm: 750_000,
      visitorPpm: 250_000,
      causePpm: 0,
    });
    expect(resplit(alone, 'sitePpm', 900_000)).toEqual({
      sitePpm: 900_000,
      visitorPpm: 100_000,
      causePpm: 0,
    });
    expect(resplit(alone, 'sitePpm', Number.NaN).sitePpm).toBe(0);
  });
});
