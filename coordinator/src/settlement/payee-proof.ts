import { type Payee, toHex } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { Leaf } from './plan.ts';
import { rootedIn } from './rooted.ts';

/** What a payee needs to claim without us. */
export interface PayeeProof extends Leaf {
  readonly epoch: number;
  /** 0x and 64 hex digits. */
  readonly root: string;
  readonly proof: readonly string[];
}

/** The proof of a payee's leaf under the newest posted root; null while it has none there. */
export async function proofFor(sql: Sql, payee: string): Promise<PayeeProof | null> {
  const rooted = await rootedIn(sql);
  const leaf = rooted?.byAccount.get(payee.toLowerCase() as Payee);
  if (rooted === null || leaf === undefined) return null;
  const proof = rooted.tree.proof(leaf.index).map((word) => `0x${toHex(word)}`);
  return { ...leaf, epoch: rooted.posted.number, root: rooted.root, proof };
}
