/** Work that a site asked of one visitor. */
export interface Challenge {
  readonly id: string;
  readonly site: string;
  readonly fuel: bigint;
  readonly expires: Date;
  /** Null: nobody took it up. */
  readonly taken: { readonly device: string; readonly baseline: bigint } | null;
}

/**
 * From where a device's final fuel counts for a challenge: from now, and never for two at once. What is final counts alone:
 * an answer is its device's own word until it was checked.
 */
export function baselineOf(
  finalFuel: bigint,
  others: readonly { readonly baseline: bigint; readonly fuel: bigint }[],
): bigint {
  let highest = finalFuel;
  for (const { baseline, fuel } of others) if (baseline + fuel > highest) highest = baseline + fuel;
  return highest;
}

/** How much of a challenge is done: from 0 to its fuel. */
export function doneOf({ fuel, taken }: Challenge, finalFuel: bigint): bigint {
  if (taken === null || finalFuel <= taken.baseline) return 0n;
  const done = finalFuel - taken.baseline;
  return done < fuel ? done : fuel;
}
