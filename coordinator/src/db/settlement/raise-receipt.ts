import type { Sql } from '../db.ts';
import type { StoredReceipt } from './find-receipt.ts';

/** Keeps a receipt in place of the payee's last one. What is promised never falls [RE1]: a lower one changes nothing. */
export async function raiseReceipt(sql: Sql, receipt: StoredReceipt): Promise<void> {
  await sql.query(
    `insert into payee_receipt as kept (account, cumulative, due_epoch, signature) values ($1, $2, $3, $4)
     on conflict (account) do update
       set cumulative = excluded.cumulative, due_epoch = excluded.due_epoch, signature = excluded.signature, at = now()
       where kept.cumulative <= excluded.cumulative`,
    [receipt.account, receipt.cumulative, receipt.dueEpoch, receipt.signature],
  );
}
