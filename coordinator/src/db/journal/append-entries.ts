import type { Entry } from '../../domain/pay.ts';
import type { Sql } from '../db.ts';

export interface LedgerLine extends Entry {
  readonly txn: string;
  /** Counts from 0 within the transaction. */
  readonly line: number;
  readonly job: string;
}

/** Appends to the ledger. Its key (txn, line) makes a second payment for the same unit an error, not a payment [LG3]. */
export async function appendEntries(sql: Sql, lines: readonly LedgerLine[]): Promise<void> {
  if (lines.length === 0) return;
  await sql.query(
    `insert into entry (txn, line, account, amount, job, kind)
     select * from unnest($1::text[], $2::int[], $3::text[], $4::numeric[], $5::text[], $6::text[])`,
    [
      lines.map((line) => line.txn),
      lines.map((line) => line.line),
      lines.map((line) => line.account),
      lines.map((line) => line.amount),
      lines.map((line) => line.job),
      lines.map((line) => line.kind),
    ],
  );
}
