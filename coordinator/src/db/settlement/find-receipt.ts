import type { Payee, TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What was promised to a payee at its place, as the operator signed it. */
export interface StoredReceipt {
  readonly index: number;
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  /** Roots from this epoch on say so. */
  readonly dueEpoch: number;
  /** 0x and 65 bytes as hex. */
  readonly signature: string;
}

/** A payee's newest receipt, if any. */
export async function findReceipt(sql: Sql, account: string): Promise<StoredReceipt | null> {
  const [row] = await sql.query<StoredReceipt>(
    `select index, account, receipt.cumulative, due_epoch as "dueEpoch", signature
     from payee_receipt receipt join leaf using (account) where account = $1`,
    [account],
  );
  return row ?? null;
}
