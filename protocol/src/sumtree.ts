/**
 * The Merkle-sum tree of everybody's cumulative balances, exactly as contracts/solidity/SumTree.sol hashes it.
 *
 * A word is the first 192 bits of a keccak-256 and a 64-bit sum, big-endian. A parent hashes both whole words of
 * its children, so the sum in the root is a commitment to the sum of all leaves. Positions count: the hub remembers
 * claims by leaf index, so an index belongs to one account for ever.
 */
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Payee, TokenUnits } from './brand.ts';
import { concatBytes, equalBytes, fromHex, toHex } from './bytes.ts';

const WORD_BYTES = 32;
const HASH_BYTES = 24;
const LEAF_BYTES = 28;
const MAX_SUM = 2n ** 64n - 1n;
/** Far beyond any real tree; bounds what a stranger's proof can cost. */
const MAX_DEPTH = 48;

export interface SumLeaf {
  readonly account: Payee;
  /** All that the account ever earned, at most 2^64 − 1. */
  readonly cumulative: TokenUnits;
}

export interface SumTree {
  /** The root word: 32 bytes, the last 8 are the sum. */
  readonly word: Uint8Array;
  readonly sum: TokenUnits;
  /** How many siblings each proof has. */
  readonly depth: number;
  /** The siblings of a place, padding too, from the bottom up, 32 bytes each; throws a RangeError outside the tree. */
  proof(index: number): Uint8Array[];
}

/**
 * Builds the tree over leaves in their lasting positions, padded with zero words to a power of two.
 * Throws a RangeError for an account that is no address and for a sum of 2^64 or more.
 */
export function buildSumTree(leaves: readonly SumLeaf[]): SumTree {
  const levels = [padded(leaves.map((leaf) => leafWord(leaf)))];
  for (let words = levels[0]; words.length > 1; words = levels[levels.length - 1])
    levels.push(parents(words));
  const depth = levels.length - 1;
  const word = levels[depth][0];
  return {
    word,
    sum: wordSum(word),
    depth,
    proof: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= levels[0].length) {
        throw new RangeError(`no place ${index} in a tree of ${levels[0].length}`);
      }
      return Array.from({ length: depth }, (_, level) => levels[level][Math.floor(index / 2 ** level) ^ 1]);
    },
  };
}

/** Leaves from `first` on as the hub's claimRange takes them: 28 bytes each, zeros where the tree is padded. */
export const packedLeaves = (leaves: readonly SumLeaf[], first: number, count: number): Uint8Array =>
  concatBytes(
    ...Array.from({ length: count }, (_, i) => {
      const leaf = leaves[first + i];
      return leaf === undefined ? new Uint8Array(LEAF_BYTES) : packedLeaf(leaf);
    }),
  );

/** The leaves that were packed, in their order. Throws a RangeError on bytes that are no list of leaves. */
export function unpackedLeaves(bytes: Uint8Array): SumLeaf[] {
  if (bytes.length % LEAF_BYTES !== 0) throw new RangeError('the list of leaves is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hex = toHex(bytes);
  return Array.from({ length: bytes.length / LEAF_BYTES }, (_, i) => ({
    account: `0x${hex.slice(2 * LEAF_BYTES * i, 2 * LEAF_BYTES * i + 40)}` as Payee,
    cumulative: view.getBigUint64(LEAF_BYTES * i + 20) as TokenUnits,
  }));
}

export interface SumProof extends SumLeaf {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
}

/** Whether a leaf is at its index under a root word. Any input is safe: what is malformed is not proved. */
export function verifySumProof(root: Uint8Array, { index, proof, account, cumulative }: SumProof): boolean {
  if (proof.length > MAX_DEPTH || proof.some((word) => word.length !== WORD_BYTES)) return false;
  if (!Number.isSafeInteger(index) || index < 0 || index >= 2 ** proof.length) return false;
  try {
    return equalBytes(rootOver(leafWord({ account, cumulative }), index, proof), root);
  } catch (error) {
    if (error instanceof RangeError) return false; // no address, or an overflowing sum
    throw error;
  }
}

/** A whole subtree of leaves, as the hub's claimRange takes it. */
export interface SumRange {
  /** The index of its first leaf: a multiple of `width`. */
  readonly first: number;
  /** A power of two. */
  readonly width: number;
  /** 28 bytes each, zeros where the tree is padded. */
  readonly leaves: Uint8Array;
  /** The siblings of the subtree from the bottom up. */
  readonly proof: readonly Uint8Array[];
}

/** The subtree of so many leaves that begins at `first`. */
export const sumRange = (
  tree: SumTree,
  leaves: readonly SumLeaf[],
  { first, width }: { readonly first: number; readonly width: number },
): SumRange => ({
  first,
  width,
  leaves: packedLeaves(leaves, first, width),
  proof: tree.proof(first).slice(Math.log2(width)),
});

/** Whether packed leaves are the subtree of a root that begins at `first`. Any input is safe. */
export function verifySumRange(root: Uint8Array, { first, width, leaves, proof }: SumRange): boolean {
  if (proof.length > MAX_DEPTH || proof.some((word) => word.length !== WORD_BYTES)) return false;
  if (leaves.length !== width * LEAF_BYTES || !Number.isInteger(Math.log2(width))) return false;
  const place = first / width;
  if (!Number.isSafeInteger(place) || place < 0 || place >= 2 ** proof.length) return false;
  try {
    let words = Array.from({ length: width }, (_, i) => rangeWord(leaves, i));
    while (words.length > 1) words = parents(words);
    return equalBytes(rootOver(words[0], place, proof), root);
  } catch (error) {
    if (error instanceof RangeError) return false; // an overflowing sum
    throw error;
  }
}

/** A leaf's word out of packed ones; zeros stand for padding. */
function rangeWord(leaves: Uint8Array, place: number): Uint8Array {
  const packed = leaves.subarray(place * LEAF_BYTES, (place + 1) * LEAF_BYTES);
  if (packed.every((byte) => byte === 0)) return new Uint8Array(WORD_BYTES);
  return pack(packed, new DataView(packed.buffer, packed.byteOffset).getBigUint64(LEAF_BYTES - 8));
}

function rootOver(word: Uint8Array, index: number, proof: readonly Uint8Array[]): Uint8Array {
  let position = index;
  let at = word;
  for (const sibling of proof) {
    at = position % 2 === 0 ? parentWord(at, sibling) : parentWord(sibling, at);
    position = Math.floor(position / 2);
  }
  return at;
}

/** The sum that a word of the tree commits to. */
export function wordSum(word: Uint8Array): TokenUnits {
  return new DataView(word.buffer, word.byteOffset).getBigUint64(HASH_BYTES) as TokenUnits;
}

/** 28 bytes are hashed here and 64 in a parent, so neither can pass for the other. */
const leafWord = (leaf: SumLeaf): Uint8Array => pack(packedLeaf(leaf), leaf.cumulative);

function packedLeaf({ account, cumulative }: SumLeaf): Uint8Array {
  const address = fromHex(account);
  if (address.length !== 20) throw new RangeError(`${account} is not an address`);
  return concatBytes(address, bigEndian64(cumulative));
}

function parentWord(left: Uint8Array, right: Uint8Array): Uint8Array {
  return pack(concatBytes(left, right), wordSum(left) + wordSum(right));
}

function pack(preimage: Uint8Array, sum: bigint): Uint8Array {
  return concatBytes(keccak_256(preimage).subarray(0, HASH_BYTES), bigEndian64(sum));
}

function bigEndian64(value: bigint): Uint8Array {
  if (value < 0n || value > MAX_SUM) throw new RangeError(`${value} does not fit into 64 bits`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

/** At least one word, so that an epoch without payees has a root too: the zero word. */
function padded(words: Uint8Array[]): Uint8Array[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, words.length)));
  const padding = new Uint8Array(WORD_BYTES);
  return Array.from({ length: size }, (_, index) => words[index] ?? padding);
}

const parents = (words: readonly Uint8Array[]): Uint8Array[] =>
  Array.from({ length: words.length / 2 }, (_, i) => parentWord(words[2 * i], words[2 * i + 1]));
