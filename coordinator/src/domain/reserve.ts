import type { Policy } from '@manyhands/protocol';
import { type SlicePrice, worstPrice } from './pay.ts';

/** Second looks and exit checks beyond the ordinary draw of audits. */
const SPARE_PPM = 100_000;

/**
 * Re-executions that an item's reservation covers, in millionths. For audits: the highest rate, and as much again
 * for exit checks and second looks; where devices vote: the further executions.
 */
export function checksPpm(policy: Policy): number {
  switch (policy.kind) {
    case 'quorum':
      return (policy.executions - 1) * 1_000_000;
    case 'credibility':
      return (policy.executions - 1) * 1_000_000 + policy.spotPpm;
    case 'audit':
      return Math.min(1_000_000, Math.max(policy.newcomerPpm, policy.veteranPpm) * 2 + SPARE_PPM);
    case 'trusted':
      return policy.auditPpm === 0 ? 0 : Math.min(1_000_000, policy.auditPpm * 2 + SPARE_PPM);
  }
}

/** Ledger units to set aside for each item before it is given out [LG2]. */
export const reservePerItem = (price: SlicePrice | null, fuelCap: bigint, policy: Policy): bigint =>
  price === null ? 0n : worstPrice(price, fuelCap, checksPpm(policy));
