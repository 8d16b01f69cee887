/** How the relayer claims for many at least gas. Pure. */

/** A leaf of which something is due. */
export interface DueLeaf {
  readonly index: number;
  /** Nothing was ever claimed of it: storage that was empty is filled, at the token too. */
  readonly isFirst: boolean;
}

/** An aligned run of leaves. */
export interface Range {
  readonly first: number;
  /** A power of two. */
  readonly width: number;
}

export interface ClaimPlan {
  /** Subtrees that are claimed whole, each in a transaction. */
  readonly ranges: readonly Range[];
  /** Indexes of leaves that are claimed with a proof each. */
  readonly singles: readonly number[];
}

/* Gas as the hub takes it, a little above: a test on a real chain holds these to it. */
const TRANSACTION = 40_000;
/** Of each leaf of a range, due or not: its bytes, its hash and its quarter of a word of claimed amounts. */
const LEAF = 1_500;
/** Of a sibling in a proof. */
const SIBLING = 750;
const PAYOUT = { again: 9_500, first: 30_600 };
/** Of a claim with a proof of its own, without its siblings. */
const SINGLE = { again: 16_800, first: 51_500 };

/** Beyond these a range would come near what one transaction may use (EIP-7825). */
const MOST_WIDTH = 512;
const MOST_GAS = 16_600_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Gas of claiming a subtree, `due` of whose leaves are paid; `above`: the siblings that prove it. */
export const rangeGas = (
  { width, above }: { readonly width: number; readonly above: number },
  due: readonly Pick<DueLeaf, 'isFirst'>[],
): number =>
  TRANSACTION +
  LEAF * width +
  SIBLING * above +
  sum(due.map(({ isFirst }) => (isFirst ? PAYOUT.first : PAYOUT.again)));

/** Gas of claiming with a proof each, in one transaction. */
export const claimsGas = (due: readonly Pick<DueLeaf, 'isFirst'>[], depth: number): number =>
  TRANSACTION + singlesGas(due, depth);

const singlesGas = (due: readonly Pick<DueLeaf, 'isFirst'>[], depth: number): number =>
  sum(due.map(({ isFirst }) => (isFirst ? SINGLE.first : SINGLE.again) + SIBLING * depth));

/** The least gas at which a leaf is ever claimed for: among due neighbours. */
export const leastGas = ({ isFirst }: DueLeaf): number => LEAF + (isFirst ? PAYOUT.first : PAYOUT.again);

interface Cover extends ClaimPlan {
  readonly gas: number;
}

const NOTHING: Cover = { gas: 0, ranges: [], singles: [] };

/**
 * What is claimed in ranges and what by itself, at least gas in all. `wanted` and `due`: by ascending index, `wanted` out
 * of `due`; whoever is due inside a range is paid with it. `depth`: of the tree.
 */
export function planClaims(wanted: readonly DueLeaf[], due: readonly DueLeaf[], depth: number): ClaimPlan {
  const cover = (range: Range, here: readonly DueLeaf[]): Cover => {
    if (here.length === 0) return NOTHING;
    const single = { gas: singlesGas(here, depth), ranges: [], singles: here.map(({ index }) => index) };
    if (range.width === 1 || here.length === 1) return single;
    const half = range.width / 2;
    const [left, right] = [range.first, range.first + half].map((first) =>
      cover({ first, width: half }, between(here, first, first + half)),
    );
    const parts = {
      gas: left.gas + right.gas,
      ranges: [...left.ranges, ...right.ranges],
      singles: [...left.singles, ...right.singles],
    };
    const whole = wholeRange(range, between(due, range.first, range.first + range.width), depth);
    return whole !== null && whole.gas < parts.gas ? whole : parts;
  };
  const { ranges, singles } = cover({ first: 0, width: 2 ** depth }, wanted);
  return { ranges, singles };
}

/** Null: it would be too much for one transaction. */
function wholeRange(range: Range, paid: readonly DueLeaf[], depth: number): Cover | null {
  if (range.width > MOST_WIDTH) return null;
  const gas = rangeGas({ width: range.width, above: depth - Math.log2(range.width) }, paid);
  return gas > MOST_GAS ? null : { gas, ranges: [range], singles: [] };
}

/** Those with an index from `from` to below `to`. */
const between = (leaves: readonly DueLeaf[], from: number, to: number): readonly DueLeaf[] =>
  leaves.slice(placeOf(leaves, from), placeOf(leaves, to));

/** The place of the first leaf with at least this index. */
function placeOf(leaves: readonly DueLeaf[], index: number): number {
  let [low, high] = [0, leaves.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (leaves[middle].index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
