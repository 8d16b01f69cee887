/** Money, fuel and moments as the console writes them. */
import { amountWords, fuelWords } from '../shared/words.ts';
import { formats } from '../words/words.ts';

/** Ledger units are millionths of a token unit: told to the token unit, of which a part counts whole as in what is owed. */
const LEDGER_UNITS = 1_000_000n;

export const ledgerWords = (units: string): string =>
  amountWords((BigInt(units) + LEDGER_UNITS - 1n) / LEDGER_UNITS);

/** Fuel of one item or of many, rounded. */
export const roundFuel = (fuel: number): string => fuelWords(BigInt(Math.round(fuel)));

export const momentWords = (at: string): string =>
  formats().date(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });

export const dateWords = (at: string): string => formats().date(new Date(at), { dateStyle: 'medium' });

/** 2026-01-31 as a day, whatever the reader's time zone. */
export const dayWords = (day: string): string =>
  formats().date(new Date(`${day}T00:00:00Z`), { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Any number of a result column or an axis, in few letters. */
export function numberWords(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) return value.toExponential(2);
  return formats().number(value);
}
