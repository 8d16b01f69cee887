import type { JobPrice } from '../domain/pay.ts';
import type { RoleShare } from '../domain/roles.ts';

/** How a job's price is stored: amounts as decimal text, because JSON numbers are floats. */
export interface StoredPrice {
  readonly payer: string;
  readonly perCoreHour: string;
  readonly feePpm: number;
  /** Missing of jobs in which nobody else shares. */
  readonly roles?: readonly RoleShare[];
}

export const storedPrice = (price: JobPrice): StoredPrice => ({
  payer: price.payer,
  perCoreHour: price.perCoreHour.toString(),
  feePpm: price.feePpm,
  ...(price.roles?.length && { roles: price.roles }),
});

export const jobPrice = (stored: StoredPrice): JobPrice => ({
  payer: stored.payer,
  perCoreHour: BigInt(stored.perCoreHour),
  feePpm: stored.feePpm,
  ...(stored.roles && { roles: stored.roles }),
});
