import type { Payee, TokenUnits } from '@manyhands/protocol';
import type { Claim } from '../chain.ts';
import { treeOf } from '../leaf-list.ts';
import type { Leaf } from '../plan.ts';

const NOBODY = `0x${'0'.repeat(40)}` as Payee;

/** What the hub wants to see of a place: its leaf, the padding, or another leaf of a tree that is too small to have it. */
export function shown(leaves: readonly Leaf[], place: number): Claim {
  const tree = treeOf(leaves);
  const isBeyond = place >= 2 ** tree.depth;
  const index = isBeyond ? 0 : place;
  const leaf = leaves[index] ?? { index, account: NOBODY, cumulative: 0n as TokenUnits };
  return { ...leaf, proof: tree.proof(index) };
}
