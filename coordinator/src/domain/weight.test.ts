import { expect, it } from 'vitest';
import { weightOf } from './weight.ts';

const price = (perCoreHour: bigint) => ({ payer: 'channel:c', perCoreHour, feePpm: 0 });
const TOKEN = 10n ** 15n;

it('a volunteer job weighs its priority', () => {
  expect([1, 10, 100].map((priority) => weightOf({ priority, price: null }))).toEqual([1, 10, 100]);
});

it('each token an hour adds the priority once more', () => {
  expect(weightOf({ priority: 10, price: price(0n) })).toBe(10);
  expect(weightOf({ priority: 10, price: price(TOKEN) })).toBe(20);
  expect(weightOf({ priority: 20, price: price(3n * TOKEN) })).toBe(80);
  expect(weightOf({ priority: 10, price: price(TOKEN / 2n) })).toBe(15);
});

it('is never nothing and never beyond bounds', () => {
  expect(weightOf({ priority: 1, price: price(1n) })).toBe(1);
  expect(weightOf({ priority: 100, price: price(10n ** 36n) })).toBe(1_000_000);
});
