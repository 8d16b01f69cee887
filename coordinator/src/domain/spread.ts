/** How some values lie: the middle one, and where the outermost tenths begin. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The spread of at least one value; `count` where more were seen than are given. */
export function spreadOf(values: readonly number[], count = values.length): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return { count, median: at(0.5), low: at(0.1), high: at(0.9) };
}
