import { type Payee, type TokenUnits, toHex } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findPostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { costOf, isSponsored } from '../domain/gas.ts';
import type { Chain, Claim } from './chain.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import type { Leaf } from './plan.ts';

/** Claims in one transaction: far below what fits, so that one failure repeats little. */
const CLAIMS_PER_TRANSACTION = 40;

export interface ClaimedLeaf {
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  readonly claimedTx: string | null;
}

/** Up to what gas the operator claims at its own cost. */
export interface Sponsoring {
  /** Token units for one coin of the chain, in which gas is paid; 0 where gas costs nothing. */
  readonly coinPrice: bigint;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
}

export const GAS_IS_FREE: Sponsoring = { coinPrice: 0n, feePpm: 0 };

/**
 * Claims for payees what the newest root gives them, once that is active: for all whose gas costs no more than the
 * operator's share of it [RC1]; the others keep it until it is worth it, or ask for a claim on terms. Claims are
 * cumulative: what was claimed before, by us or anybody, is left out, and a claim that is sent twice pays once.
 */
export async function claimAll(sql: Sql, chain: Chain, sponsoring: Sponsoring): Promise<ClaimedLeaf[]> {
  const leaves = await readLeaves(sql);
  const tree = treeOf(leaves);
  // A chain that was rebuilt knows nothing of these leaves until they are settled on it again.
  if (leaves.length === 0 || (await chain.book()).root !== rootHex(tree)) return [];
  await chain.untilActive();
  const claimed = await chain.claimed(leaves.map((leaf) => leaf.index));
  const due = leaves
    .map((leaf, i) => ({ ...leaf, proof: tree.proof(leaf.index), amount: leaf.cumulative - claimed[i] }))
    .filter(({ amount }) => amount > 0n);
  const txs = new Map<number, string>();
  for (let at = 0; at < due.length; at += CLAIMS_PER_TRANSACTION) {
    const batch = await worthIt(chain, due.slice(at, at + CLAIMS_PER_TRANSACTION), sponsoring);
    if (batch.length === 0) continue;
    const tx = await chain.claimMany(batch);
    for (const leaf of batch) txs.set(leaf.index, tx);
  }
  return leaves.map(({ account, cumulative, index }) => ({
    account,
    cumulative,
    claimedTx: txs.get(index) ?? null,
  }));
}

type DueLeaf = Claim & { readonly amount: bigint };

/** Those of a batch that the operator claims. With fewer of them each bears more of the transaction, so it is asked again. */
async function worthIt(
  chain: Chain,
  batch: readonly DueLeaf[],
  { coinPrice, feePpm }: Sponsoring,
): Promise<readonly DueLeaf[]> {
  if (coinPrice === 0n || batch.length === 0) return batch;
  const cost = costOf(await chain.claimGas(batch), coinPrice) / BigInt(batch.length) + 1n;
  // What is the operator's own is worth as much as it is.
  const worth = batch.filter(({ account, amount }) =>
    account === chain.operator ? amount > cost : isSponsored(amount, cost, feePpm),
  );
  return worth.length === batch.length ? batch : worthIt(chain, worth, { coinPrice, feePpm });
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
