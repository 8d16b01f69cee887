/**
 * Fuel, placed simply: every straight stretch of code pays for its instructions where it begins. Slow, and made another
 * way than what builds have (instrument/metering.ts): what both count must be equal. Checks stand at loop heads and
 * function entries.
 */
import { type Edit, RANK } from '../instrument/edit.ts';
import type { Scratch } from '../instrument/scratch.ts';
import { chargeBulk, payStretch } from '../instrument/simple-charges.ts';
import { stretchesOf } from '../instrument/stretches.ts';
import { withFuel } from './with-fuel.ts';

/** The module with nothing but fuel added, counted in the simple way. */
export const meteredSimply = (bytes: Uint8Array): Uint8Array =>
  withFuel(bytes, ({ start, end, fuel, scratch }) => planSimply(bytes, start, end, fuel, scratch));

/** Where and what a function body pays into the global `fuel`. */
export function planSimply(
  bytes: Uint8Array,
  start: number,
  end: number,
  fuel: number,
  scratch: Scratch,
): Edit[] {
  const { stretches, bulk } = stretchesOf(bytes, start, end);
  return [
    ...stretches.map(({ at, cost, checked }) => ({
      at,
      rank: RANK.between,
      bytes: payStretch(fuel, cost, checked),
    })),
    ...bulk.map((at) => ({ at, bytes: chargeBulk(fuel, scratch.local('i32')) })),
  ];
}
