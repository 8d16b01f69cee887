/** What may be wrong with books, each with who is concerned. */
export type FindingCode =
  /** A transaction does not sum to zero [LG1], or all accounts do not. */
  | 'TXN_UNBALANCED'
  | 'LEDGER_UNBALANCED'
  /** A payee owes, or a channel was given something. */
  | 'BALANCE_IMPOSSIBLE'
  /** What a job's slices spent is not what the ledger charged, or above its budget [LG2]. */
  | 'JOB_MISSPENT'
  | 'JOB_OVER_BUDGET'
  /** Items of a slice were charged twice [LG3], or its totals are not those of its segments. */
  | 'ITEM_PAID_TWICE'
  | 'SLICE_MISCOUNTED'
  /** A channel was charged more than was deposited, whatever left by exits since; its voucher is not its signer's, or the hub redeemed what nobody signed. */
  | 'CHANNEL_OVER_DEPOSIT'
  | 'VOUCHER_FORGED'
  | 'REDEEMED_UNSIGNED'
  /** A leaf has more than its payee earned, fell, changed hands, or is not as it was published [ST2]. */
  | 'LEAF_ABOVE_EARNED'
  | 'LEAF_FELL'
  | 'LEAF_MOVED'
  | 'LEAF_DIFFERS'
  /** Published leaves are lost, or do not give the epoch's root or total, or the chain has another root. */
  | 'LEAVES_LOST'
  | 'ROOT_DIFFERS'
  | 'ROOT_NOT_ON_CHAIN'
  /** The hub's books are not what roots, receipts, vouchers and claims come to [ST1]. */
  | 'ROOT_ABOVE_EARNED'
  | 'EARNED_DIFFERS'
  | 'PAID_DIFFERS'
  | 'CLAIMED_ABOVE_LEAF';

export interface Finding {
  readonly code: FindingCode;
  /** A ledger account, a job, or a leaf's index and address. */
  readonly account: string | null;
  /** A ledger transaction, a transaction on chain, or an epoch. */
  readonly txn: string | null;
  readonly sentence: string;
}

/** What a check says while it runs. */
export type Checked =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** So many of these were looked at. */
  | { readonly kind: 'counted'; readonly what: string; readonly count: number };

export const finding = (
  code: FindingCode,
  of: { readonly account?: string; readonly txn?: string },
  sentence: string,
): Checked => ({
  kind: 'finding',
  finding: { code, account: of.account ?? null, txn: of.txn ?? null, sentence },
});

export const counted = (what: string, count: number): Checked => ({ kind: 'counted', what, count });
