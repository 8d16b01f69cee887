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
  const credits: Entry[] = [];
  let total = 0n;
  for (const execution of executions) total += credit(credits, price, execution);
  const charged = total < limit ? total : limit;
  const debits: Entry[] = [];
  if (charged > 0n) debits.push({ account: price.payer, amount: amountOf(-charged), kind: 'charge' });
  if (total > charged) debits.push({ account: 'operator', amount: amountOf(charged - total), kind: 'loss' });
  for (const entry of credits) debits.push(entry);
  return { entries: debits, charged };
}

/** Who earns for an execution: the payee it names; without one the site that asked for it; or nobody (empty). */
export const earnerOf = (paid: { readonly payee: string; readonly site: string }): string =>
  paid.payee === '' ? paid.site : paid.payee;

/** What an execution will give its earner once it is final, the operator's fee and a site's share taken off. */
export function earningOf(price: SlicePrice, execution: Execution): bigint {
  const credits: Entry[] = [];
  credit(credits, price, execution);
  return credits.find((entry) => entry.kind === execution.kind)?.amount ?? 0n;
}

/** Appends what an execution gives to whom, nothing left out but what is nothing; returns its price. */
function credit(to: Entry[], price: SlicePrice, execution: Execution): bigint {
  const earner = earnerOf(execution);
  const whole = priceOf(price, execution.fuel);
  const fee = (whole * BigInt(price.feePpm)) / MILLION;
  const shared = execution.site !== '' && execution.site !== earner;
  const site = shared ? ((whole - fee) * BigInt(price.sitePpm)) / MILLION : 0n;
  const rest = whole - fee - site;
  if (fee !== 0n) to.push({ account: 'operator', amount: amountOf(fee), kind: 'fee' });
  if (site !== 0n) to.push({ account: accountOf(execution.site), amount: amountOf(site), kind: 'site' });
  if (rest !== 0n) to.push({ account: accountOf(earner), amount: amountOf(rest), kind: execution.kind });
  return whole;
}

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

const amountOf = (value: bigint): Amount => value as Amount;
