import type { AccountId } from '@manyhands/protocol';
import type { SpendingLimit } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';

/** Sets a limit, or changes it, where the account, which the caller has locked, has fewer than `most` or this one; says whether it did. */
export async function setLimit(
  sql: Sql,
  account: AccountId,
  { kind, subject, perDay, total }: Omit<SpendingLimit, 'before'>,
  most: number,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into spending_limit (account, kind, subject, per_day, total)
     select $1, $2, $3, $4, $5
     where (select count(*) from spending_limit where account = $1 and (kind, subject) <> ($2, $3)) < $6::int
     on conflict (account, kind, subject) do update set per_day = excluded.per_day, total = excluded.total
     returning subject`,
    [account, kind, subject, perDay, total, most],
  );
  return rows.length === 1;
}
