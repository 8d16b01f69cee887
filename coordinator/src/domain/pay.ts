import type { Amount } from '@manyhands/protocol';
import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';

/** One line of the double-entry ledger: negative takes from the account, positive gives. */
export interface Entry {
  /** `channel:<id>`, `payee:<address>` or `operator`. */
  readonly account: string;
  readonly amount: Amount;
  readonly kind: 'charge' | 'work' | 'audit' | 'site' | 'fee' | 'loss';
}

/** What a job pays, fixed at its start. */
export interface JobPrice {
  /** The ledger account that is charged. */
  readonly payer: string;
  /** Ledger units for an hour of a reference core. */
  readonly perCoreHour: bigint;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** The embedding site's share of what its visitors earn, in millionths. */
  readonly sitePpm: number;
}

/** What one slice of a job pays: the job's price at the rate that was known when the slice was carved. */
export interface SlicePrice extends JobPrice {
  /** Ledger units for 10^9 fuel. */
  readonly perGigafuel: bigint;
}

/** An execution to be paid: the fuel of its items, and who earns it. */
export interface Execution {
  readonly fuel: bigint;
  readonly payee: string;
  readonly site: string;
  readonly kind: 'work' | 'audit';
}

const GIGA = 1_000_000_000n;
const MILLION = 1_000_000n;
const NANOSECONDS_PER_HOUR = 3_600_000_000_000n;

/** A price at a rate (nanoseconds of a reference core per 10^9 fuel); rounded up, so that work is never free. */
export const priceAt = (price: JobPrice, rate: number): SlicePrice => ({
  ...price,
  perGigafuel: ceilDiv(price.perCoreHour * BigInt(rate), NANOSECONDS_PER_HOUR),
});

/** Ledger units for some fuel, rounded down. */
export const priceOf = (price: SlicePrice, fuel: bigint): bigint => (fuel * price.perGigafuel) / GIGA;

/**
 * What may at most be charged for an item, so that a slice's reservation holds even when every item costs its cap:
 * the item itself and `checks` re-executions of it (a share in millionths, 1,000,000 for one each).
 */
export const worstPrice = (price: SlicePrice, fuelCap: bigint, checksPpm: number): bigint =>
  ceilDiv(priceOf(price, fuelCap) * (MILLION + BigInt(checksPpm)), MILLION) + 1n;

/** Rounds up to what one token unit can express: what a channel owes for its charges. */
export const tokenUnitsOwed = (ledgerUnits: bigint): bigint =>
  ceilDiv(ledgerUnits, LEDGER_UNITS_PER_TOKEN_UNIT);

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/**
 * The entries of one final unit. They sum to zero [LG1]: the payer is charged the executions' price, but at most
 * `limit`; what exceeds it (audits after a late refutation, a second payment for the same items) is the operator's loss.
 * An execution for which neither contributor nor site named a payee earns for the operator.
 */
export function payFor(
  price: SlicePrice,
  executions: readonly Execution[],
  limit: bigint,
): { entries: Entry[]; charged: bigint } {
  const credits = executions.flatMap((execution) => creditsOf(price, execution));
  const total = credits.reduce((sum, entry) => sum + entry.amount, 0n);
  const charged = total < limit ? total : limit;
  const debits: Entry[] = [];
  if (charged > 0n) debits.push({ account: price.payer, amount: amountOf(-charged), kind: 'charge' });
  if (total > charged) debits.push({ account: 'operator', amount: amountOf(charged - total), kind: 'loss' });
  return { entries: [...debits, ...credits], charged };
}

/** Who earns for an execution: the payee it names; without one the site that asked for it; or nobody (empty). */
export const earnerOf = (paid: { readonly payee: string; readonly site: string }): string =>
  paid.payee === '' ? paid.site : paid.payee;

/** What an execution will give its earner once it is final, the operator's fee and a site's share taken off. */
export const earningOf = (price: SlicePrice, execution: Execution): bigint =>
  creditsOf(price, execution).find((entry) => entry.kind === execution.kind)?.amount ?? 0n;

function creditsOf(price: SlicePrice, execution: Execution): Entry[] {
  const earner = earnerOf(execution);
  const whole = priceOf(price, execution.fuel);
  const fee = (whole * BigInt(price.feePpm)) / MILLION;
  const shared = execution.site !== '' && execution.site !== earner;
  const site = shared ? ((whole - fee) * BigInt(price.sitePpm)) / MILLION : 0n;
  const rest = whole - fee - site;
  const credits: Entry[] = [
    { account: 'operator', amount: amountOf(fee), kind: 'fee' },
    { account: `payee:${execution.site}`, amount: amountOf(site), kind: 'site' },
    { account: earner === '' ? 'operator' : `payee:${earner}`, amount: amountOf(rest), kind: execution.kind },
  ];
  return credits.filter((entry) => entry.amount !== 0n);
}

const amountOf = (value: bigint): Amount => value as Amount;
