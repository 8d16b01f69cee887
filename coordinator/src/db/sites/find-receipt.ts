import type { Sql } from '../db.ts';

export interface ReceiptState {
  readonly device: string;
  /** Null: it holds. */
  readonly withdrawn: Date | null;
}

/** What is kept of a receipt, or null. */
export async function findReceipt(sql: Sql, id: string): Promise<ReceiptState | null> {
  const [row] = await sql.query<{ device: string; withdrawn: Date | null }>(
    'select device, withdrawn from consent_receipt where id = $1',
    [id],
  );
  return row ?? null;
}
