/** What the gas of the operator's transactions may cost. */
import type { PlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import type { EpochWorth } from '../db/settlement/records.ts';
import { readWaited } from '../db/settlement/waiting-since.ts';
import { epochBound, priceAtMost } from '../domain/gas.ts';
import type { PriceBound } from './outbox.ts';
import { type SettlementPorts, sponsoringOf, termsOf } from './ports.ts';

/** Token units that the gas of an epoch may cost now [ST5]; null: it pays too little to be settled by itself. */
export async function mostFor(
  ports: SettlementPorts,
  { pays, leaving }: Pick<EpochWorth, 'pays' | 'leaving'>,
): Promise<bigint | null> {
  return epochBound({ pays, leaving, waited: await readWaited(ports.db) }, termsOf(ports));
}

/** Of an epoch that was decided: its minimum was looked at then. */
export async function boundOf(ports: SettlementPorts, plan: PlannedEpoch): Promise<PriceBound> {
  const most = (await mostFor(ports, plan)) ?? 0n;
  const { coinPrice } = sponsoringOf(ports);
  return ({ gas }) => priceAtMost(gas, most, coinPrice);
}

/** Of a claim: what was reckoned as it was sent, or what its payee signed. */
export const worthBound = (ports: Pick<SettlementPorts, 'sponsoring'>): PriceBound => {
  const { coinPrice } = sponsoringOf(ports);
  return ({ gas, worth }) => (worth === null ? null : priceAtMost(gas, worth, coinPrice));
};
