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

/** Whether the operator claims at its own cost: for no more than its share of what is claimed [RC1]. */
export const isSponsored = (amount: bigint, cost: bigint, feePpm: number): boolean =>
  amount > 0n && cost * MILLION <= amount * BigInt(feePpm);

export const roundedUp = (value: bigint, divisor: bigint): bigint => (value + divisor - 1n) / divisor;
