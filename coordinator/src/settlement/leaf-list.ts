import { buildSumTree, packedLeaves, type SumTree, toHex, unpackedLeaves } from '@manyhands/protocol';
import type { Leaf } from './plan.ts';

/** Bytes of a published leaf. */
export const RECORD = 28;

/**
 * The leaves as published: 28 bytes each in the order of their indexes, address and cumulative amount (big-endian),
 * exactly what is hashed into the tree. From them anybody can rebuild the root and every proof.
 */
export const encodeLeaves = (leaves: readonly Leaf[]): Uint8Array => packedLeaves(leaves, 0, leaves.length);

/** Throws a RangeError on bytes that are no list of leaves. */
export const decodeLeaves = (bytes: Uint8Array): Leaf[] =>
  unpackedLeaves(bytes).map((leaf, index) => ({ index, ...leaf }));

export const treeOf = (leaves: readonly Leaf[]): SumTree => buildSumTree(leaves);

/** A root word as the chain shows it. */
export const rootHex = (tree: SumTree): string => `0x${toHex(tree.word)}`;
