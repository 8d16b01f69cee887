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

interface Paid {
  readonly payee: string;
  readonly site: string;
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
 * An execution for which neither contributor nor site named a payee earns for the operator. Small amounts, which are the
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

  constructor(price: SlicePrice) {
    this.#price = price;
    this.#perGigafuel = Number(price.perGigafuel);
  }

  add(fuel: number, paid: Paid, kind: Execution['kind']): void {
    const product = fuel * this.#perGigafuel;
    if (product > Number.MAX_SAFE_INTEGER) {
      this.addLarge(BigInt(fuel), paid, kind);
      return;
    }
    // A product of two that is safe is exact.
    const { feePpm, sitePpm } = this.#price;
    const whole = quotient(product, 1e9);
    const fee = quotient(whole * feePpm, 1e6);
    const site = sharesWith(paid) ? quotient((whole - fee) * sitePpm, 1e6) : 0;
    this.#total += whole;
    this.#fees += fee;
    if (site !== 0) this.#enter(accountOf(paid.site), BigInt(site), 'site');
    if (whole !== fee + site) this.#enter(accountOf(earnerOf(paid)), BigInt(whole - fee - site), kind);
  }

  addLarge(fuel: bigint, paid: Paid, kind: Execution['kind']): void {
    const { whole, fee, site, rest } = sharesOf(this.#price, fuel, paid);
    this.#largeTotal += whole;
    this.#largeFees += fee;
    if (site !== 0n) this.#enter(accountOf(paid.site), site, 'site');
    if (rest !== 0n) this.#enter(accountOf(earnerOf(paid)), rest, kind);
  }

  close(limit: bigint): { readonly entries: readonly Entry[]; readonly charged: bigint } {
    const total = BigInt(this.#total) + this.#largeTotal;
    const charged = total < limit ? total : limit;
    if (this.#fees !== 0 || this.#largeFees !== 0n)
      this.#enter('operator', BigInt(this.#fees) + this.#largeFees, 'fee');
    if (charged > 0n) this.#enter(this.#price.payer, -charged, 'charge');
    if (total > charged) this.#enter('operator', charged - total, 'loss');
    return { entries: this.#entries, charged };
  }

  #enter(account: string, amount: bigint, kind: Entry['kind']): void {
    this.#entries.push({ account, amount: amount as Amount, kind });
  }
}

/** {@link Bill} of executions that are all there. */
export function payFor(price: SlicePrice, executions: readonly Execution[], limit: bigint) {
  const bill = new Bill(price);
  for (const execution of executions) bill.addLarge(execution.fuel, execution, execution.kind);
  return bill.close(limit);
}

/** Who earns for an execution: the payee it names; without one the site that asked for it; or nobody (empty). */
export const earnerOf = (paid: Paid): string => (paid.payee === '' ? paid.site : paid.payee);

/** Whether a site gets its share beside the payee. */
const sharesWith = (paid: Paid): boolean => paid.site !== '' && paid.site !== earnerOf(paid);

/** What an execution will give its earner once it is final, the operator's fee and a site's share taken off. */
export const earningOf = (price: SlicePrice, execution: Execution): bigint =>
  sharesOf(price, execution.fuel, execution).rest;

interface Shares {
  readonly whole: bigint;
  /** The operator's, the site's, and the earner's. */
  readonly fee: bigint;
  readonly site: bigint;
  readonly rest: bigint;
}

/** How an execution's price is divided. */
function sharesOf(price: SlicePrice, fuel: bigint, paid: Paid): Shares {
  const whole = priceOf(price, fuel);
  const fee = (whole * BigInt(price.feePpm)) / MILLION;
  const site = sharesWith(paid) ? ((whole - fee) * BigInt(price.sitePpm)) / MILLION : 0n;
  return { whole, fee, site, rest: whole - fee - site };
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
