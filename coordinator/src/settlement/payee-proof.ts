import { toHex } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findPostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import type { Leaf } from './plan.ts';

/** What a payee needs to claim without us. */
export interface PayeeProof extends Leaf {
  readonly epoch: number;
  /** 0x and 64 hex digits. */
  readonly root: string;
  readonly proof: readonly string[];
}

/** The proof of a payee's leaf under the newest posted root; null while it has none there. */
export async function proofFor(sql: Sql, payee: string): Promise<PayeeProof | null> {
  const [posted, leaves] = [await findPostedEpoch(sql), await readLeaves(sql)];
  const leaf = leaves.find((each) => each.account === payee.toLowerCase());
  if (posted === null || leaf === undefined) return null;
  const tree = treeOf(leaves);
  const proof = tree.proof(leaf.index).map((word) => `0x${toHex(word)}`);
  return { ...leaf, epoch: posted.number, root: rootHex(tree), proof };
}
