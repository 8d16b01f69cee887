import type { AccountId } from '@manyhands/protocol';
import type { LimitOf } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';

/** Takes a limit away; nothing where there is none. */
export async function removeLimit(sql: Sql, account: AccountId, { kind, subject }: LimitOf): Promise<void> {
  await sql.query('delete from spending_limit where account = $1 and kind = $2 and subject = $3', [
    account,
    kind,
    subject,
  ]);
}
