import { sha256, sha256Hex } from '#sha256';
import type { Hash } from './brand.ts';
import { concatBytes, u64Bytes, utf8 } from './bytes.ts';

// SHA-256 is the platform's own where that is synchronous (Node), and pure JavaScript elsewhere.
export { sha256, sha256Hex } from '#sha256';

/** The name of immutable bytes: a kernel, a build, a dataset, a table of inputs. */
export const hashOf = (bytes: Uint8Array): Hash => sha256Hex(bytes) as Hash;

/** How one execution of an item ended. Stack overflow and lack of memory are no status: there a device failed. */
export const ITEM_STATUS = { ok: 0, trap: 1, exhausted: 2 } as const;
export type ItemStatus = (typeof ITEM_STATUS)[keyof typeof ITEM_STATUS];

/** One item's part of an answer. A trapped or exhausted item has no output, and its fuel is the item's cap. */
export interface ItemResult {
  readonly status: ItemStatus;
  readonly fuel: bigint;
  readonly output: Uint8Array;
}

/** What is voted on: 32 bytes equal exactly when status, fuel and output are. */
export function itemDigest(result: ItemResult): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(result.status), u64Bytes(result.fuel), result.output));
}

/** A leaf of a job's result tree: binds the item's index to what it gave. */
export function resultLeaf(index: number, result: ItemResult): Uint8Array {
  return sha256(concatBytes(utf8('result'), u64Bytes(index), itemDigest(result)));
}

/** A leaf of a job's input tree. */
export function inputLeaf(index: number, input: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8('input'), u64Bytes(index), sha256(input)));
}

/**
 * The root of a binary hash tree over leaves appended one by one (RFC 6962: leaves and inner nodes hash
 * under different prefixes, an incomplete tree splits at the largest power of two). Holds log₂(n) hashes.
 */
export class MerkleAccumulator {
  readonly #stack: { height: number; hash: Uint8Array }[] = [];

  append(leaf: Uint8Array): void {
    let top = { height: 0, hash: sha256(concatBytes(Uint8Array.of(0), leaf)) };
    while (this.#stack.length > 0 && this.#stack[this.#stack.length - 1].height === top.height) {
      const left = this.#stack.pop() as { hash: Uint8Array };
      top = { height: top.height + 1, hash: joined(left.hash, top.hash) };
    }
    this.#stack.push(top);
  }

  /** 32 bytes; the root of no leaves is SHA-256 of nothing. */
  root(): Uint8Array {
    if (this.#stack.length === 0) return sha256(new Uint8Array());
    return this.#stack.map((entry) => entry.hash).reduceRight((right, left) => joined(left, right));
  }
}

const joined = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(Uint8Array.of(1), left, right));

/** {@link MerkleAccumulator} over leaves that are all there. */
export function merkleRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  const tree = new MerkleAccumulator();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}
