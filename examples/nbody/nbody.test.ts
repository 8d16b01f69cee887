import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { example } from './example.ts';
import { type Motion, orbit } from './reference.ts';

let open: OpenExample<Motion>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);

test('any start leads where the reference leads, to the last bit, chaos included', () => {
  const speed = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(speed, speed, fc.double({ min: 0, max: 12, noNaN: true }), (vx, vy, time) => {
      expect(open.compute([vx, vy, time, 1e-6])).toEqual(orbit(vx, vy, time, 1e-6));
    }),
    { numRuns: 40 },
  );
});

test('the figure-eight comes back three times, each time after the same period', () => {
  for (const turns of [1, 2, 3]) {
    const { nearest, period } = open.compute([0.3471168881, 0.5327249454, 6.33 * turns, 1e-11]);
    expect(nearest).toBeLessThan(3e-4);
    expect((period as number) / 6.3259139829).toBeCloseTo(Math.round((period as number) / 6.3259139829), 4);
  }
});

test('bodies without velocity collide: the motion ends there, and says so', () => {
  const fall = open.compute([0, 0, 50, 1e-8]);
  expect(fall).toEqual(orbit(0, 0, 50, 1e-8));
  expect(fall.end).toBeLessThan(2);
  expect(fall.nearest).toBe(Infinity);
});

test('a smaller tolerance keeps the energy better', () => {
  const errors = [1e-5, 1e-8, 1e-11].map((tolerance) => open.compute([0.31, 0.13, 5, tolerance]).energyError);
  expect(errors).toEqual([...errors].sort((a, b) => (b as number) - (a as number)));
  expect(errors[2]).toBeLessThan(1e-9);
});

test('times and tolerances that make no sense are refused', () => {
  expect(() => open.compute([0.1, 0.1, Number.NaN, 1e-8])).toThrow('the time');
  expect(() => open.compute([0.1, 0.1, -1, 1e-8])).toThrow('the time');
  expect(() => open.compute([0.1, 0.1, 1, 0])).toThrow('the tolerance');
});

test('the small job finds the published orbits', { timeout: 60_000 }, async () => {
  const rows = open.items.map((item) => open.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(12);
  expect(Buffer.from((await example.picture(rows, 'small')).bytes.subarray(1, 4)).toString()).toBe('PNG');
  const late = rows.map((row) => ({ ...row, period: (row.period as number) + 0.01 }));
  await expect(example.check(late, 'small')).rejects.toThrow('figure-eight returns');
});
