import type { JobPrice } from '../domain/pay.ts';

/** How a job's price is stored: amounts as decimal text, because JSON numbers are floats. */
export interface StoredPrice {
  readonly payer: string;
  readonly perCoreHour: string;
  readonly feePpm: number;
}

export const storedPrice = (price: JobPrice): StoredPrice => ({
  payer: price.payer,
  perCoreHour: price.perCoreHour.toString(),
  feePpm: price.feePpm,
});

export const jobPrice = (stored: StoredPrice): JobPrice => ({
  payer: stored.payer,
  perCoreHour: BigInt(stored.perCoreHour),
  feePpm: stored.feePpm,
});
