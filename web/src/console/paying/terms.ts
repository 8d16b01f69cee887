/** What a paid job costs: amounts in token units. Pure. */
import { isKnownError, type TokenUnits } from '@manyhands/protocol';
import { type Estimate, parseTokens } from '@manyhands/sdk';

/** The places of the price slider, in tokens for a reference core-hour; any other price can be typed. */
export const PRICES: readonly string[] = [
  ...['0.01', '0.02', '0.05', '0.1', '0.2', '0.5'],
  ...['1', '2', '5', '10', '20', '50', '100', '200', '500', '1000'],
];

/** Over the estimate, of what a budget is unless somebody says otherwise: items differ, and refuted work is run again. */
export const MARGIN_PERCENT = 50n;

/** An amount as it was typed, in either language's decimal sign; null where it is none, or nothing. */
export function typedTokens(text: string): TokenUnits | null {
  try {
    const units = parseTokens(text.replace(',', '.'));
    return units > 0n ? units : null;
  } catch (error) {
    if (isKnownError(error)) return null;
    throw error;
  }
}

/** The place of the slider that is nearest to a price. */
export function placeOf(price: bigint): number {
  const distance = (place: string): number =>
    Math.abs(Math.log(Number(parseTokens(place)) / Math.max(1, Number(price))));
  return PRICES.reduce((best, place, i) => (distance(place) < distance(PRICES[best]) ? i : best), 0);
}

/** An estimate's amount at another price than it was asked for, rounded up. */
export const atPrice = (amount: string, asked: bigint, price: bigint): bigint =>
  (BigInt(amount) * price + asked - 1n) / asked;

/**
 * The budget for a job of this estimate and cost: {@link MARGIN_PERCENT} more, and what is set aside for one unit while it is computed, which
 * is as much as if all its items and their checks used up their fuel.
 */
export function budgetFor(
  {
    items,
    unitItems,
    fuelPerItem,
    fuelCap,
  }: Pick<Estimate, 'items' | 'unitItems' | 'fuelPerItem' | 'fuelCap'>,
  cost: bigint,
): bigint {
  const unit = BigInt(Math.min(unitItems, items));
  const [fuel, cap] = [BigInt(fuelPerItem) || 1n, BigInt(fuelCap)];
  const setAside = (2n * cost * unit * cap) / (BigInt(items) * fuel);
  return cost + (cost * MARGIN_PERCENT) / 100n + setAside + 1n;
}
