/** Published leaves: where they are looked for, and that they are those of a root. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSumTree, hashOf, type SumLeaf, toHex, unpackedLeaves } from '@manyhands/protocol';
import { homeFolder } from '../home.ts';

export interface Leaf extends SumLeaf {
  readonly index: number;
}

/** A leaf with its proof. */
export interface ProvedLeaf extends Leaf {
  readonly proof: readonly Uint8Array[];
}

export const proved = (leaves: readonly Leaf[], index: number): ProvedLeaf => ({
  ...leaves[index],
  proof: buildSumTree(leaves).proof(index),
});

/** As the hub takes it. */
export const claimIn = ({ index, account, cumulative, proof }: ProvedLeaf) => ({
  ...{ index, account, cumulative },
  proof: proof.map((word) => `0x${toHex(word)}`),
});

/** A root that was posted, and the list of leaves that it names. */
export interface PostedRoot {
  readonly epoch: number;
  /** 0x and 64 hex digits. */
  readonly root: string;
  /** SHA-256 of the list, 64 hex digits. */
  readonly hash: string;
  /** In which it was posted. */
  readonly block: number;
}

/** Where a coordinator publishes its lists: each is a blob. */
export const publishedAt = (coordinator: string): string => `${coordinator}/v1/blobs/{hash}`;

/** Beyond any list of leaves, in bytes: a stranger's server may send without end. */
const MOST_BYTES = 256 * 1024 * 1024;
const FETCH_MS = 30_000;

/** What was fetched once is kept here: a root's leaves are needed when the next one is compared, published or not. */
const keptPath = (hash: string): string => join(homeFolder(), 'leaves', hash);

/**
 * The leaves of a root out of the first place that has them: kept ones, then each of `places`, a file, a folder or a URL
 * with `{hash}` in it. Null where none has them. What has another hash, or makes another root, counts as missing: that is
 * all the same to a payee.
 */
export async function leavesOf(posted: PostedRoot, places: readonly string[]): Promise<Leaf[] | null> {
  for (const place of [keptPath(posted.hash), ...places]) {
    const bytes = await bytesAt(place, posted.hash).catch(() => null);
    const leaves = bytes && checkedLeaves(bytes, posted);
    if (bytes === null || leaves === null) continue;
    keep(posted.hash, bytes);
    return leaves;
  }
  return null;
}

function checkedLeaves(bytes: Uint8Array, { root, hash }: PostedRoot): Leaf[] | null {
  if (hashOf(bytes) !== hash) return null;
  try {
    const leaves = unpackedLeaves(bytes).map((leaf, index) => ({ ...leaf, index }));
    return `0x${toHex(buildSumTree(leaves).word)}` === root ? leaves : null;
  } catch (error) {
    // An operator may publish anything under a hash.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What is at a place: a file, a folder's file of that name, or a URL. Throws where nothing is, or too much. */
export async function bytesAt(place: string, hash: string): Promise<Uint8Array> {
  if (/^https?:/.test(place)) return fetched(place.replaceAll('{hash}', hash));
  const path = statSync(place).isDirectory() ? join(place, hash) : place;
  if (statSync(path).size > MOST_BYTES) throw new RangeError('too large for a list of leaves');
  return readFileSync(path);
}

async function fetched(url: string): Promise<Uint8Array> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!reply.ok || reply.body === null) throw new Error(`${url} answers ${reply.status}`);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of reply.body) {
    size += piece.length;
    if (size > MOST_BYTES) throw new RangeError('too large for a list of leaves');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function keep(hash: string, bytes: Uint8Array): void {
  mkdirSync(join(homeFolder(), 'leaves'), { recursive: true });
  writeFileSync(keptPath(hash), bytes);
}
