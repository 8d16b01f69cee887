import { buildSumTree, concatBytes, fromHex, type SumTree, toHex, unpackedLeaves } from '@manyhands/protocol';
import type { Leaf } from './plan.ts';

/** Bytes of a published leaf. */
export const RECORD = 28;

/**
 * The leaves as published: 28 bytes each in the order of their indexes, address and cumulative amount (big-endian),
 * exactly what is hashed into the tree. From them anybody can rebuild the root and every proof.
 */
export function encodeLeaves(leaves: readonly Leaf[]): Uint8Array {
  return concatBytes(
    ...leaves.map(({ account, cumulative }) => {
      const record = new Uint8Array(RECORD);
      record.set(fromHex(account));
      new DataView(record.buffer).setBigUint64(20, cumulative);
      return record;
    }),
  );
}

/** Throws a RangeError on bytes that are no list of leaves. */
export function decodeLeaves(bytes: Uint8Array): Leaf[] {
  return unpackedLeaves(bytes).map((leaf, index) => ({ ...leaf, index }));
}

export const treeOf = (leaves: readonly Leaf[]): SumTree => buildSumTree(leaves);

/** A root word as the chain shows it. */
export const rootHex = (tree: SumTree): string => `0x${toHex(tree.word)}`;
