import type { Amount } from '@manyhands/protocol';
import { LEDGER_UNITS_PER_TOKEN_UNIT, NOBODY } from '@manyhands/protocol';
import type { RoleShare } from './roles.ts';
import { type Credit, dividedBy, giveTo, type Paid, type Split, visitOf } from './site-shares.ts';
import { addByLargestRemainder, byLargestRemainder } from './split.ts';

export { earnerOf } from './site-shares.ts';

/** One line of the double-entry ledger: negative takes from the account, positive gives. */
export interface Entry {
  /** `channel:<id>`, `payee:<address>` or `operator`. */
  readonly account: string;
  readonly amount: Amount;
  readonly kind: 'charge' | 'work' | 'audit' | 'site' | 'fee' | 'loss' | 'cause' | 'author' | 'data';
}

/** What a job pays, fixed at its start. */
export interface JobPrice {
  /** The ledger account that is charged. */
  readonly payer: string;
  /** Ledger units for an hour of a reference core. */
  readonly perCoreHour: bigint;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** What its kernel's author and its datasets' owners take; absent: nobody takes anything. */
  readonly roles?: readonly RoleShare[];
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
 * Each execution's price is split by largest remainder [SH1] between whoever computed it, the kernel's author, the datasets' owners
 * and the operator. An execution for which neither contributor nor site named a payee earns for the operator. What a site's visitor
 * earns is split as the site's owner said (site-shares.ts), in the same division. Small amounts, which are the
 * ones of short units, are ordinary numbers until they are entries: the rest of the work costs less than big integers do.
 */
export class Bill {
  readonly #price: SlicePrice;
  readonly #perGigafuel: number;
  /** Whoever computes, the roles, the operator. */
  readonly #ppm: readonly number[];
  readonly #entries: Entry[] = [];
  #total = 0;
  #largeTotal = 0n;
  /** By place in `#ppm`; of the first one only while an execution is added. */
  readonly #sums: number[];
  #largeSums: bigint[] | null = null;
  readonly #credits: Credit[] = [];

  constructor(price: SlicePrice) {
    this.#price = price;
    this.#perGigafuel = Number(price.perGigafuel);
    this.#ppm = sharesOf(price);
    this.#sums = new Array(this.#ppm.length).fill(0);
  }

  add(fuel: number, paid: Paid, kind: Execution['kind']): void {
    const product = fuel * this.#perGigafuel;
    if (paid.site !== '' || product > Number.MAX_SAFE_INTEGER) {
      this.addLarge(BigInt(fuel), paid, kind);
      return;
    }
    // A product of two that is safe is exact; and so is a billionth of it times a million.
    const whole = quotient(product, 1e9);
    this.#total += whole;
    this.#sums[0] = 0;
    addByLargestRemainder(this.#sums, whole, this.#ppm);
    if (this.#sums[0] !== 0) this.#enter(accountOf(paid.payee), BigInt(this.#sums[0]), kind);
  }

  addLarge(fuel: bigint, paid: Paid, kind: Execution['kind']): void {
    const whole = priceOf(this.#price, fuel);
    this.#largeTotal += whole;
    const { computed, others } = splitOf(whole, paid, this.#ppm);
    this.#largeSums ??= this.#ppm.map(() => 0n);
    for (const [i, amount] of others.entries()) this.#largeSums[i + 1] += amount;
    const { earner, site, cause, shared } = computed;
    const visit = visitOf(paid);
    if (visit !== null) this.#credits.push({ visit, ...shared });
    if (site.amount !== 0n) this.#enter(accountOf(site.address), site.amount, 'site');
    if (cause.amount !== 0n) this.#enter(accountOf(cause.address), cause.amount, 'cause');
    if (earner.amount !== 0n) this.#enter(accountOf(earner.address), earner.amount, kind);
  }

  close(limit: bigint): Billed {
    const total = BigInt(this.#total) + this.#largeTotal;
    const charged = total < limit ? total : limit;
    this.#price.roles?.forEach(({ payee, role }, i) => {
      this.#enterSum(i + 1, accountOf(payee), role);
    });
    this.#enterSum(this.#ppm.length - 1, 'operator', 'fee');
    if (charged > 0n) this.#enter(this.#price.payer, -charged, 'charge');
    if (total > charged) this.#enter('operator', charged - total, 'loss');
    return { entries: this.#entries, charged, credits: this.#credits };
  }

  #enterSum(place: number, account: string, kind: Entry['kind']): void {
    const large = this.#largeSums === null ? 0n : this.#largeSums[place];
    if (this.#sums[place] !== 0 || large !== 0n)
      this.#enter(account, BigInt(this.#sums[place]) + large, kind);
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

/** What an execution will give its earner once it is final, the shares of all others taken off. */
export const earningOf = (price: SlicePrice, execution: Execution): bigint =>
  splitOf(priceOf(price, execution.fuel), execution, sharesOf(price)).computed.earner.amount;

const NO_ROLES: readonly RoleShare[] = [];

const shares = new WeakMap<JobPrice, readonly number[]>();

/** In millionths: of whoever computes, of the roles in their order, of the operator. Made once for a slice. */
function sharesOf(price: JobPrice): readonly number[] {
  const known = shares.get(price);
  if (known !== undefined) return known;
  const fresh = dividedShares(price);
  shares.set(price, fresh);
  return fresh;
}

function dividedShares({ feePpm, roles = NO_ROLES }: JobPrice): number[] {
  const others = [...roles.map(({ ppm }) => ppm), feePpm];
  return [others.reduce((left, ppm) => left - ppm, 1e6), ...others];
}

/** An execution's price: what those have who computed it, and the parts of all others by their places in `ppm`, from the second on. */
function splitOf(
  whole: bigint,
  paid: Paid,
  ppm: readonly number[],
): { readonly computed: Split; readonly others: readonly bigint[] } {
  const [computing, ...others] = ppm;
  const [site, cause, visitor, ...rest] = byLargestRemainder(whole, [
    ...dividedBy(paid).map((share) => share * BigInt(computing)),
    ...others.map((share) => BigInt(share) * MILLION),
  ]);
  return { computed: giveTo(paid, { site, cause, visitor }), others: rest };
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
  // The zero address was taken for a payee at first; nobody can be paid there [ST7].
  const account = earner === '' || earner === NOBODY ? 'operator' : `payee:${earner}`;
  names.set(earner, account);
  return account;
}
