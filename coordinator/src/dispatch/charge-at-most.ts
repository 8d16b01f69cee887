import type { Amount } from '@manyhands/protocol';
import type { Entry } from '../domain/pay.ts';

/**
 * Keeps what the payer is charged within what was set aside for it [LG2]; the rest is the operator's loss. Whoever
 * worked earns the same. The entries still sum to zero [LG1].
 */
export function chargeAtMost(
  entries: readonly Entry[],
  limit: bigint,
): { entries: readonly Entry[]; charged: bigint } {
  const asked = entries.filter(isCharge).reduce((sum, entry) => sum - entry.amount, 0n);
  if (asked <= limit) return { entries, charged: asked };
  const kept: Entry[] = entries.filter((entry) => !isCharge(entry));
  const payer = entries.find(isCharge) as Entry;
  if (limit > 0n) kept.unshift({ ...payer, amount: -limit as Amount });
  kept.push({ account: 'operator', amount: (limit - asked) as Amount, kind: 'loss' });
  return { entries: kept, charged: limit };
}

const isCharge = (entry: Entry): boolean => entry.kind === 'charge';
