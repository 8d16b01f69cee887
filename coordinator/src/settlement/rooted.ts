import type { Payee, SumTree } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findPostedEpoch, type PostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import type { Leaf } from './plan.ts';

/** The leaves of the newest posted epoch and their tree. */
export interface Rooted {
  readonly root: string;
  readonly tree: SumTree;
  readonly leaves: readonly Leaf[];
  readonly byAccount: ReadonlyMap<Payee, Leaf>;
}

/** The last one that was built: a root stands for its leaves, and a tree of 10,000 takes a third of a second. */
let last: { readonly root: string; readonly rooted: Promise<Rooted> } | null = null;

/** Null before the first posted epoch. */
export async function rootedIn(sql: Sql): Promise<(Rooted & { readonly posted: PostedEpoch }) | null> {
  const posted = await findPostedEpoch(sql);
  if (posted === null) return null;
  if (last?.root !== posted.root) last = { root: posted.root, rooted: built(sql) };
  const here = last;
  // Another root may be believed while leaves are read, or the database fail: then it is built anew.
  const rooted = await here.rooted.catch(async (error) => {
    if (last === here) last = null;
    throw error;
  });
  if (rooted.root !== posted.root && last === here) last = null;
  return { ...rooted, posted };
}

async function built(sql: Sql): Promise<Rooted> {
  const leaves = await readLeaves(sql);
  const tree = treeOf(leaves);
  return {
    root: rootHex(tree),
    tree,
    leaves,
    byAccount: new Map(leaves.map((leaf) => [leaf.account, leaf])),
  };
}
