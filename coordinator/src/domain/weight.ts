import type { JobPrice } from './pay.ts';

/** What a researcher may ask for, and gets without asking. */
export const PRIORITIES = { lowest: 1, usual: 10, highest: 100 } as const;

/** Ledger units: one token for an hour of a reference core. */
const ONE_TOKEN = 10n ** 15n;
/** Nobody outbids everybody else for ever. */
const MOST = 1_000_000;

/**
 * A job's share of the seats beside other jobs: its priority, times one more for each token that an hour of a
 * reference core earns. A volunteer job weighs its priority. Only the ratio between jobs counts.
 */
export function weightOf({ priority, price }: { priority: number; price: JobPrice | null }): number {
  if (price === null) return priority;
  const milliTokens = (price.perCoreHour * 1000n) / ONE_TOKEN;
  return Math.min(MOST, (priority * (1000 + Number(milliTokens))) / 1000);
}
