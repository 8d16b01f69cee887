/** The same answer as `assembly/index.ts`: one step after the other, with numbers of any size. */

export interface Walk {
  readonly steps: number;
  readonly peak: bigint;
}

export interface Records {
  readonly longest: readonly { readonly start: bigint; readonly steps: number }[];
  readonly highest: readonly { readonly start: bigint; readonly peak: bigint }[];
}

/** The walk from `start` ≥ 1 to 1. */
export function walkFrom(start: bigint): Walk {
  let steps = 0;
  let peak = start;
  for (let n = start; n !== 1n; steps++) {
    n = n % 2n === 0n ? n / 2n : 3n * n + 1n;
    if (n > peak) peak = n;
  }
  return { steps, peak };
}

/** Records among the walks from `first` to `last`, both included. */
export function recordsOf(first: bigint, last: bigint): Records {
  const longest: { start: bigint; steps: number }[] = [];
  const highest: { start: bigint; peak: bigint }[] = [];
  for (let start = first; start <= last; start++) {
    const { steps, peak } = walkFrom(start);
    if (steps > (longest.at(-1)?.steps ?? -1)) longest.push({ start, steps });
    if (peak > (highest.at(-1)?.peak ?? 0n)) highest.push({ start, peak });
  }
  return { longest, highest };
}
