import type { Payee, TokenUnits } from '@manyhands/protocol';
import { ADDRESS, LEDGER_UNITS_PER_TOKEN_UNIT, NOBODY } from '@manyhands/protocol';
import type { Leaf } from '../db/settlement/records.ts';
import { roundedUp } from '../domain/gas.ts';

export type { Leaf } from '../db/settlement/records.ts';

export interface LeafPlan {
  /** By index from 0, without gaps. */
  readonly leaves: readonly Leaf[];
  /** Token units that payees earned and vouchers do not cover yet: they wait for a later epoch. */
  readonly short: bigint;
}

/**
 * What each payee's leaf says in the next epoch. Pure.
 *
 * A payee's leaf follows what it earned, rounded down, and never falls [ST2], and so does the operator's. Together they are
 * at most `total`, the token units to be given out [ST1]; what roundings leave, less than a unit for each payee and channel,
 * stays in the hub until it adds up to a unit of somebody's [ST7]. Were it given to the operator, others would lack it then.
 * Where vouchers lag behind what was earned, the operator's income of this epoch is used up first, and what is then
 * left is shared in proportion; nobody loses, the rest follows when vouchers do. What was once booked for the zero address, which
 * gets no leaf, is the operator's.
 *
 * Null when even the present leaves exceed `total`: a chain that lost deposits. Then nothing can be settled.
 */
export function planLeaves(
  present: readonly Leaf[],
  earned: ReadonlyMap<Payee, bigint>,
  operator: Payee,
  total: bigint,
): LeafPlan | null {
  const own = (earned.get(operator) ?? 0n) + strayed(present, earned);
  // Anything else cannot be paid on a chain, and must not keep the others from being paid.
  const payees = [...earned.keys()].filter((payee) => ADDRESS.test(payee) && payee !== NOBODY);
  const leaves = withNewcomers(present, payees, operator);
  const available = total - leaves.reduce((sum, leaf) => sum + leaf.cumulative, 0n);
  if (available < 0n) return null;
  const wanted = leaves.map((leaf) =>
    leaf.account === operator ? 0n : growth(leaf, earned.get(leaf.account) ?? 0n),
  );
  const asked = wanted.reduce((sum, amount) => sum + amount, 0n);
  const granted = asked <= available ? wanted : wanted.map((amount) => (amount * available) / asked);
  const rest = asked <= available ? available - asked : 0n;
  const kept = leaves.map((leaf) => (leaf.account === operator ? smaller(growth(leaf, own), rest) : 0n));
  return {
    leaves: leaves.map((leaf, i) => ({
      ...leaf,
      cumulative: (leaf.cumulative + granted[i] + kept[i]) as TokenUnits,
    })),
    short: asked <= available ? 0n : asked - available,
  };
}

/** Token units that the operator's leaf has beyond what it earned: what it lost since. Payees lack them until its fees make up for it. Pure. */
export function deficitOf(
  places: readonly Leaf[],
  earned: ReadonlyMap<Payee, bigint>,
  operator: Payee,
): bigint {
  const rooted = places.find(({ account }) => account === operator)?.cumulative ?? 0n;
  const lacking = rooted * LEDGER_UNITS_PER_TOKEN_UNIT - (earned.get(operator) ?? 0n);
  return lacking > 0n ? roundedUp(lacking, LEDGER_UNITS_PER_TOKEN_UNIT) : 0n;
}

/** No token pays the zero address, and a leaf of it with nothing would pass for padding: no subtree with that could be claimed whole. One that is there stays. */
function strayed(present: readonly Leaf[], earned: ReadonlyMap<Payee, bigint>): bigint {
  const hasLeaf = present.some(({ account }) => account === NOBODY);
  return hasLeaf ? 0n : (earned.get(NOBODY as Payee) ?? 0n);
}

function withNewcomers(present: readonly Leaf[], payees: readonly Payee[], operator: Payee): Leaf[] {
  const known = new Set(present.map((leaf) => leaf.account));
  const newcomers = [...new Set([operator, ...payees])].filter((account) => !known.has(account));
  return [
    ...present,
    ...newcomers.map((account, i) => ({ index: present.length + i, account, cumulative: 0n as TokenUnits })),
  ];
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const growth = (leaf: Leaf, earned: bigint): bigint => {
  const due = earned / LEDGER_UNITS_PER_TOKEN_UNIT - leaf.cumulative;
  return due > 0n ? due : 0n;
};
