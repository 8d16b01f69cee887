/** The value below which this share of all lies; of an unsorted list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The mean of ratios: 2 and ½ cancel out. NaN of nothing. */
export const geomean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Three decimals are more than any of these machines can tell apart. */
export const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));
