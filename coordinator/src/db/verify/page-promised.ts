import type { Payee } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { StoredReceipt } from '../settlement/find-receipt.ts';

/** A place with what the newest root says of it, nothing where that does not have it, and what was promised to its payee. */
export interface PromisedLeaf {
  readonly index: number;
  readonly account: Payee;
  /** Token units. */
  readonly cumulative: bigint;
  readonly receipt: Pick<StoredReceipt, 'cumulative' | 'dueEpoch' | 'signature'> | null;
}

interface Stored extends Omit<PromisedLeaf, 'receipt'> {
  readonly promised: StoredReceipt['cumulative'] | null;
  readonly dueEpoch: number;
  readonly signature: string;
}

/** Places from one on, in their order. */
export async function pagePromised(sql: Sql, from: number, limit: number): Promise<PromisedLeaf[]> {
  const rows = await sql.query<Stored>(
    `select leaf.index, leaf.account, coalesce(leaf.cumulative, 0) as cumulative,
       receipt.cumulative as promised, receipt.due_epoch as "dueEpoch", receipt.signature
     from leaf left join payee_receipt receipt using (account)
     where leaf.index >= $1 order by leaf.index limit $2`,
    [from, limit],
  );
  return rows.map(({ promised, dueEpoch, signature, ...leaf }) => ({
    ...leaf,
    receipt: promised === null ? null : { cumulative: promised, dueEpoch, signature },
  }));
}
