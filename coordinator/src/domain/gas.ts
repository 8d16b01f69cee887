/** What gas costs in tokens, and when a claim is worth it. Pure. */

const WEI_PER_COIN = 10n ** 18n;
const MILLION = 1_000_000n;
/** The fee is so much above what gas costs now: the price may rise by an eighth with each block until it is mined. */
const FEE_PERCENT = 120n;

export interface Gas {
  readonly gas: bigint;
  /** Wei for each of it. */
  readonly price: bigint;
}

/** Token units, rounded up. `coinPrice`: token units for one coin of the chain; 0 where gas costs nothing. */
export const costOf = ({ gas, price }: Gas, coinPrice: bigint): bigint =>
  roundedUp(gas * price * coinPrice, WEI_PER_COIN);

export const feeFor = (cost: bigint): bigint => roundedUp(cost * FEE_PERCENT, 100n);

/** Whether a claim pays [RC1]: the fee covers the gas, and so does what the payee gets after it. */
export const pays = ({ fee, net }: { fee: bigint; net: bigint }, cost: bigint): boolean =>
  fee >= cost && net > 0n && net >= cost;

/** What the operator spends at most on the gas of a claim at its own cost: its share of what is claimed [RC1]. */
export const sponsorBound = (amount: bigint, feePpm: number): bigint => (amount * BigInt(feePpm)) / MILLION;

/** When an epoch is worth its gas. Amounts are token units. */
export interface EpochTerms {
  /** The share of what an epoch pays that its gas may take, in millionths. */
  readonly gasPpm: number;
  /** What an epoch pays at least. */
  readonly leastPaid: bigint;
  /** Seconds that an epoch waits for either; from then on its gas may take as much as it pays. */
  readonly patience: number;
}

export interface EpochStakes {
  /** New in the root: what payees get by it. */
  readonly pays: bigint;
  /** What of its vouchers can soon be redeemed no more, because their channels' exits end. */
  readonly leaving: bigint;
  /** Seconds that it has waited. */
  readonly waited: number;
}

/**
 * What the gas of an epoch may cost at most [ST5]: a share of what it pays, all of it once it has waited long enough, and
 * what exits would take away. Null: it pays too little to be settled by itself.
 */
export function epochBound(
  { pays, leaving, waited }: EpochStakes,
  { gasPpm, leastPaid, patience }: EpochTerms,
): bigint | null {
  const isPatient = waited < patience;
  const own = isPatient ? (pays * BigInt(gasPpm)) / MILLION : pays;
  if (leaving === 0n && isPatient && pays < leastPaid) return null;
  return leaving > own ? leaving : own;
}

/** Wei for a unit of gas at which so much gas costs `most` token units; null where no price does. */
export const priceAtMost = (gas: bigint, most: bigint, coinPrice: bigint): bigint | null =>
  coinPrice === 0n ? null : (most * WEI_PER_COIN) / (gas * coinPrice);

export const roundedUp = (value: bigint, divisor: bigint): bigint => (value + divisor - 1n) / divisor;
