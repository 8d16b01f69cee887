/**
 * Splits an amount by weights, by largest remainder: each part is rounded down, and what is left over goes to the parts that
 * lost most by that; of equals to the earlier one. The parts sum to the amount, and none is a unit or more from its exact share.
 *
 * A greater weight never gets less than a smaller one of the same amount. Of a greater amount no part gets smaller by more than one
 * unit; by that one it may: with three parts or more no rule of largest remainders avoids it (Alabama's paradox), and the unit
 * is a millionth of the token's smallest.
 */
export function byLargestRemainder(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = weights.map((weight) => (amount * weight) / total);
  const remainders = weights.map((weight) => (amount * weight) % total);
  let left = amount - parts.reduce((sum, part) => sum + part, 0n);
  const order = [...weights.keys()].sort((a, b) => compare(remainders[b], remainders[a]));
  for (const at of order) {
    if (left === 0n) break;
    parts[at]++;
    left--;
  }
  return parts;
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const MILLION = 1_000_000;

/**
 * {@link byLargestRemainder} of a small amount by millionths that sum to a million, added to `sums` part by part: a few
 * nanoseconds, where big integers take a microsecond. `amount` times a million must be a safe integer.
 */
export function addByLargestRemainder(sums: number[], amount: number, ppm: readonly number[]): void {
  let left = amount;
  if (ppm.length === 2) {
    // One of two parts, most prices being such: rounded to the nearest, which is the same.
    const product = amount * ppm[1];
    const remainder = product % MILLION;
    const part = (product - remainder) / MILLION + (remainder * 2 > MILLION ? 1 : 0);
    sums[1] += part;
    sums[0] += amount - part;
    return;
  }
  for (let i = 0; i < ppm.length; i++) {
    const product = amount * ppm[i];
    const remainder = product % MILLION;
    const part = (product - remainder) / MILLION;
    remainders[i] = remainder;
    sums[i] += part;
    left -= part;
  }
  for (; left > 0; left--) {
    let most = 0;
    for (let i = 1; i < ppm.length; i++) if (remainders[i] > remainders[most]) most = i;
    sums[most]++;
    remainders[most] = -1;
  }
}

/** Filled again for each amount: no two are split at once. */
const remainders: number[] = [];
