import type { JobPrice } from '../domain/pay.ts';

/** How a job's price is stored: amounts as decimal text, because JSON numbers are floats. */
export interface StoredPrice {
  readonly payer: string;
  readonly perGigafuel: string;
  readonly feePpm: number;
  readonly sitePpm: number;
}

export const storedPrice = (price: JobPrice): StoredPrice => ({
  payer: price.payer,
  perGigafuel: price.perGigafuel.toString(),
  feePpm: price.feePpm,
  sitePpm: price.sitePpm,
});

export const jobPrice = (stored: StoredPrice): JobPrice => ({
  payer: stored.payer,
  perGigafuel: BigInt(stored.perGigafuel),
  feePpm: stored.feePpm,
  sitePpm: stored.sitePpm,
});
