/** Units as a fuzzed coordinator keeps them in mind, and what their answers look like. */
import { type AssignmentId, blockOf, type Hash, type ItemIndex, packResults } from '@manyhands/protocol';
import type { Auditor, JobTerms, PaidTo, SliceGrant, UnitAnswer, UnitKey } from '../dispatch/journal.ts';
import type { SlicePrice } from '../domain/pay.ts';

export interface Earned {
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly fuel: number;
  readonly item: number;
}
export interface Unit {
  readonly first: number;
  readonly count: number;
  attempt: number;
  state: 'open' | 'held' | 'final';
  device: Auditor;
  paid: PaidTo;
  fuel: number;
  passed: Earned[];
  arrears: Earned[];
  wasPaid: boolean;
}
export interface OpenSlice {
  readonly grant: SliceGrant;
  readonly terms: JobTerms;
  readonly price: SlicePrice;
  readonly units: Unit[];
}
/** Who computes or audits. */
export interface Hand {
  readonly id: Auditor;
  readonly paid: PaidTo;
}

export const DIGEST = 'd'.repeat(64) as Hash;
export const REFEREE: Hand = { id: 'referee', paid: { payee: '', site: '' } };

export const keyOf = ({ grant }: OpenSlice, { first, attempt }: Unit): UnitKey => ({
  job: grant.job,
  slice: grant.id,
  fence: grant.fence,
  first: first as ItemIndex,
  attempt,
});

/** Fuel of items: always the same, up to the cap of {@link FUEL_CAP}, which some reach. */
export const FUEL_CAP = 1_000n;
export function fuelOf(first: number, count: number): number {
  let fuel = 0;
  for (let item = first; item < first + count; item++)
    fuel += item % 5 === 0 ? 1_000 : 1 + ((item * 617) % 1_000);
  return fuel;
}

export const earnedOf = ({
  auditor,
  paid,
  fuel,
  item,
}: {
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly fuel: bigint;
  readonly item: ItemIndex;
}): Earned => ({ auditor, paid, fuel: Number(fuel), item });

const answers = new Map<number, UnitAnswer['results']>();
function resultsOf(count: number): UnitAnswer['results'] {
  const known = answers.get(count);
  if (known !== undefined) return known;
  const item = { status: 0 as const, fuel: 10n, output: Uint8Array.of(1) };
  const packed = blockOf(packResults(Array.from({ length: count }, () => item)));
  answers.set(count, packed);
  return packed;
}

export const answerOf = ({ first, attempt, device, paid, count }: Unit): UnitAnswer => ({
  assignment: `${device}-${first}-${attempt}` as AssignmentId,
  device,
  paid,
  digest: DIGEST,
  ratePpm: 60_000,
  results: resultsOf(count),
});
