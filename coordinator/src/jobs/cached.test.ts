import { expect, it } from 'vitest';
import { Cached } from './cached.ts';

it('looks once for all who ask within its time, and again after it', async () => {
  let [now, looks] = [0, 0];
  const cached = new Cached(
    1000,
    async () => ++looks,
    () => now,
  );
  expect(await Promise.all([cached.get(), cached.get()])).toEqual([1, 1]);
  now = 999;
  expect(await cached.get()).toBe(1);
  now = 1000;
  expect(await cached.get()).toBe(2);
});

it('counts its time from when a look ended, and never looks twice at once', async () => {
  let [now, looks] = [0, 0];
  let end = (): void => undefined;
  const cached = new Cached(
    1000,
    () =>
      new Promise<number>((resolve) => {
        looks++;
        end = () => resolve(looks);
      }),
    () => now,
  );
  const first = cached.get();
  now = 5000;
  const second = cached.get();
  end();
  expect([await first, await second]).toEqual([1, 1]);
  now = 5999;
  expect(await cached.get()).toBe(1);
});

it('a look that failed is made again', async () => {
  let looks = 0;
  const cached = new Cached(1000, async () => {
    if (++looks === 1) throw new Error('no answer');
    return looks;
  });
  await expect(cached.get()).rejects.toThrow('no answer');
  expect(await cached.get()).toBe(2);
});
