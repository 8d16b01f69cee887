/** One attempt at some consecutive items that became final, as a slice's segments tell of it. */
export interface PaidUnit {
  readonly first: number;
  readonly count: number;
  readonly isPaid: boolean;
  /** What the researcher was charged for it, in ledger units. */
  readonly charged: bigint;
}

/** Items for which a researcher was charged more than once: there are never any [LG3]. */
export function paidTwice(units: readonly PaidUnit[]): { first: number; count: number }[] {
  const twice = [];
  let end = 0;
  for (const { first, count } of inOrder(units.filter(({ charged }) => charged > 0n))) {
    const both = Math.min(end, first + count) - first;
    if (both > 0) twice.push({ first, count: both });
    end = Math.max(end, first + count);
  }
  return twice;
}

/** How many items became final at least once. */
export function paidItems(units: readonly PaidUnit[]): number {
  let [items, end] = [0, 0];
  for (const { first, count } of inOrder(units)) {
    items += Math.max(0, first + count - Math.max(end, first));
    end = Math.max(end, first + count);
  }
  return items;
}

const inOrder = (units: readonly PaidUnit[]): PaidUnit[] => [...units].sort((a, b) => a.first - b.first);
