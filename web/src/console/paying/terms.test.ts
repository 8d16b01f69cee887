import { expect, it } from 'vitest';
import { atPrice, budgetFor, PRICES, placeOf, typedTokens } from './terms.ts';

it('reads amounts as people type them, and nothing else', () => {
  expect(typedTokens('1.5')).toBe(1_500_000_000n);
  expect(typedTokens(' 0,000000001 ')).toBe(1n);
  for (const wrong of ['', '0', '0.0', '-1', '1e3', '1.0000000001', '1,5.2', 'much'])
    expect(typedTokens(wrong), wrong).toBeNull();
});

it('finds the place of a price on the slider, and the nearest for others', () => {
  for (const [i, price] of PRICES.entries()) expect(placeOf(typedTokens(price) ?? 0n)).toBe(i);
  expect(PRICES[placeOf(typedTokens('0.45') ?? 0n)]).toBe('0.5');
  expect(placeOf(1n)).toBe(0);
  expect(placeOf(10n ** 18n)).toBe(PRICES.length - 1);
});

it('follows the price, rounding up so that nothing seems free', () => {
  expect(atPrice('1000', 500n, 250n)).toBe(500n);
  expect(atPrice('1', 1000n, 1n)).toBe(1n);
  expect(atPrice('7', 3n, 3n)).toBe(7n);
});

it('covers the estimate, its margin, and one unit at its fuel cap with its check', () => {
  const estimate = { items: 100, unitItems: 10, fuelPerItem: '1000', fuelCap: '4000' };
  expect(budgetFor(estimate, 10_000n)).toBe(10_000n + 5_000n + 8_000n + 1n);
  // A job smaller than a unit sets all of itself aside.
  expect(budgetFor({ ...estimate, items: 5 }, 100n)).toBe(100n + 50n + 800n + 1n);
  expect(budgetFor(estimate, 0n)).toBe(1n);
});
