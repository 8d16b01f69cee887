import type { Amount } from '@manyhands/protocol';
import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import { type Credit, type Paid, splitBetween, visitOf } from './site-shares.ts';

export { earnerOf } from './site-shares.ts';

/** One line of the double-entry ledger: negative takes from the account, positive gives. */
export interface Entry {
  /** `channel:<id>`, `payee:<address>` or `operator`. */
  readonly account: string;
  readonly amount: Amount;
  readonly kind: 'charge' | 'work' | 'audit' | 'site' | 'fee' | 'loss' | 'cause';
}

/** What a job pays, fixed at its start. */
export interface JobPrice {
  /** The ledger account that is charged. */
  readonly payer: string;
  /** Ledger units for an hour of a reference core. */
  readonly perCoreHour: bigint;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
}

/** What one slice of a job pays: the job's price at the rate that was known when the slice was carved. */
export interface SlicePrice extends JobPrice {
  /** Ledger units for 10^9 fuel. */
  readonly perGigafuel: bigint;
}

/** An execution to be paid: the fuel of its items, and who earns it; `site` as {@link siteShares} says, or empty. */
export interface Execution extends Paid {
  readonly fuel: bigint;
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
 * What is paid for one final unit. Its entries sum to zero [LG1]: the payer is charged the executions' price, but at most
 * `limit`; what exceeds it (audits after a late refutation, a second payment for the same items) is the operator's loss.
 * An execution for which neither contributor nor site named a payee earns for the operator. What a site's visitor earns is
 * split as the site's owner said (site-shares.ts). Small amounts, which are the
 * ones of short units, are ordinary numbers until they are entries: the rest of the work costs less than big integers do.
 */
export class Bill {
  readonly #price: SlicePrice;
  readonly #perGigafuel: number;
  readonly #entries: Entry[] = [];
  #total = 0;
  #fees = 0;
  #largeTotal = 0n;
  #largeFees = 0n;
  readonly #credits: Credit[] = [];

  constructor(price: SlicePrice) {
    this.#price = price;
    this.#perGigafuel = Number(price.perGigafuel);
  }

  add(fuel: number, paid: Paid, kind: Execution['kind']): void {
    const product = fuel * this.#perGigafuel;
    if (paid.site !== '' || product > Number.MAX_SAFE_INTEGER) {
      this.addLarge(BigInt(fuel), paid, kind);
      return;
    }
    // A product of two that is safe is exact.
    const whole = quotient(product, 1e9);
    const fee = quotient(whole * this.#price.feePpm, 1e6);
    this.#total += whole;
    this.#fees += fee;
    if (whole !== fee) this.#enter(accountOf(paid.payee), BigInt(whole - fee), kind);
  }

  addLarge(fuel: bigint, paid: Paid, kind: Execution['kind']): void {
    const { whole, fee } = feeOf(this.#price, fuel);
    this.#largeTotal += whole;
    this.#largeFees += fee;
    const { earner, site, cause, shared } = splitBetween(paid, whole - fee);
    const visit = visitOf(paid);
    if (visit !== null) this.#credits.push({ visit, ...shared });
    if (site.amount !== 0n) this.#enter(accountOf(site.address), site.amount, 'site');
    if (cause.amount !== 0n) this.#enter(accountOf(cause.address), cause.amount, 'cause');
    if (earner.amount !== 0n) this.#enter(accountOf(earner.address), earner.amount, kind);
  }

  close(limit: bigint): Billed {
    const total = BigInt(this.#total) + this.#largeTotal;
    const charged = total < limit ? total : limit;
    if (this.#fees !== 0 || this.#largeFees !== 0n)
      this.#enter('operator', BigInt(this.#fees) + this.#largeFees, 'fee');
    if (charged > 0n) this.#enter(this.#price.payer, -charged, 'charge');
    if (total > charged) this.#enter('operator', charged - total, 'loss');
    return { entries: this.#entries, charged, credits: this.#credits };
  }

  #enter(account: string, amount: bigint, kind: Entry['kind']): void {
    this.#entries.push({ account, amount: amount as Amount, kind });
  }
}

/** What a final unit costs, and whom it pays. */
export interface Billed {
  readonly entries: readonly Entry[];
  /** What of it the researcher pays. */
  readonly charged: bigint;
  /** What of the entries was earned in the course of visits to sites. */
  readonly credits: readonly Credit[];
}

/** {@link Bill} of executions that are all there. */
export function payFor(price: SlicePrice, executions: readonly Execution[], limit: bigint) {
  const bill = new Bill(price);
  for (const execution of executions) bill.addLarge(execution.fuel, execution, execution.kind);
  return bill.close(limit);
}

/** What an execution will give its earner once it is final, the operator's fee and other shares taken off. */
export function earningOf(price: SlicePrice, execution: Execution): bigint {
  const { whole, fee } = feeOf(price, execution.fuel);
  return splitBetween(execution, whole - fee).earner.amount;
}

/** An execution's price, and the operator's part of it. */
function feeOf(price: SlicePrice, fuel: bigint): { readonly whole: bigint; readonly fee: bigint } {
  const whole = priceOf(price, fuel);
  return { whole, fee: (whole * BigInt(price.feePpm)) / MILLION };
}

/** Rounded down. Division alone could round up. */
const quotient = (a: number, b: number): number => (a - (a % b)) / b;

const MOST_NAMES = 20_000;
const names = new Map<string, string>();

/** The ledger account of whoever earns. Made once for many entries: a new text would be hashed wherever it is looked up. */
export function accountOf(earner: string): string {
  const known = names.get(earner);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) names.clear();
  const account = earner === '' ? 'operator' : `payee:${earner}`;
  names.set(earner, account);
  return account;
}
