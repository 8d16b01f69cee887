import type { Policy } from '@manyhands/protocol';
import { type SlicePrice, worstPrice } from './pay.ts';

/**
 * Re-executions that an item's reservation covers, in millionths. For audits: the newcomers' rate, and as much again
 * for exit checks and second looks; for a quorum: the further executions.
 */
export function checksPpm(policy: Policy): number {
  if (policy.kind === 'quorum') return (policy.executions - 1) * 1_000_000;
  return Math.min(1_000_000, policy.newcomerPpm * 2 + 100_000);
}

/** Ledger units to set aside for each item before it is given out [LG2]. */
export const reservePerItem = (price: SlicePrice | null, fuelCap: bigint, policy: Policy): bigint =>
  price === null ? 0n : worstPrice(price, fuelCap, checksPpm(policy));
