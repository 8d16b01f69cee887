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

interface Building {
  readonly root: string;
  readonly rooted: Promise<Rooted>;
}

/**
 * The last one that was built of each database: a root stands for its leaves, and a tree of 10,000 takes a third of a second. Whoever
 * reads another database never waits for this one.
 */
const lastOf = new WeakMap<Sql, Building>();

/** Null before the first posted epoch. */
export async function rootedIn(db: Sql): Promise<(Rooted & { readonly posted: PostedEpoch }) | null> {
  const posted = await findPostedEpoch(db);
  if (posted === null) return null;
  const building = buildingOf(db, posted.root);
  const forget = () => lastOf.get(db) === building && lastOf.delete(db);
  // Another root may be believed while leaves are read, or the database fail: then it is built anew.
  const rooted = await building.rooted.catch((error) => {
    forget();
    throw error;
  });
  if (rooted.root !== posted.root) forget();
  return { ...rooted, posted };
}

function buildingOf(db: Sql, root: string): Building {
  const last = lastOf.get(db);
  if (last?.root === root) return last;
  const building = { root, rooted: built(db) };
  lastOf.set(db, building);
  return building;
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
