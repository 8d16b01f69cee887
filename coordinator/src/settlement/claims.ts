import { type Payee, type TokenUnits, toHex } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findPostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import type { Chain } from './chain.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import type { Leaf } from './plan.ts';

/** Claims in one transaction: far below what fits, so that one failure repeats little. */
const CLAIMS_PER_TRANSACTION = 40;

export interface ClaimedLeaf {
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  readonly claimedTx: string | null;
}

/**
 * Claims for every payee what the newest root gives it, once that is active. Claims are cumulative: what was claimed
 * before, by us or anybody, is left out, and a claim that is sent twice pays once.
 */
export async function claimAll(sql: Sql, chain: Chain): Promise<ClaimedLeaf[]> {
  const leaves = await readLeaves(sql);
  const tree = treeOf(leaves);
  // A chain that was rebuilt knows nothing of these leaves until they are settled on it again.
  if (leaves.length === 0 || (await chain.book()).root !== rootHex(tree)) return [];
  await chain.untilActive();
  const claimed = await chain.claimed(leaves.map((leaf) => leaf.index));
  const due = leaves.filter((leaf, i) => leaf.cumulative > claimed[i]);
  const txs = new Map<number, string>();
  for (let at = 0; at < due.length; at += CLAIMS_PER_TRANSACTION) {
    const batch = due.slice(at, at + CLAIMS_PER_TRANSACTION);
    const tx = await chain.claimMany(batch.map((leaf) => ({ ...leaf, proof: tree.proof(leaf.index) })));
    for (const leaf of batch) txs.set(leaf.index, tx);
  }
  return leaves.map(({ account, cumulative, index }) => ({
    account,
    cumulative,
    claimedTx: txs.get(index) ?? null,
  }));
}

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
