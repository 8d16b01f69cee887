import type { Sql } from '../db.ts';

/** What accounts have, in ledger units, in the order of their names, after one of them. */
export const pageAccounts = (
  sql: Sql,
  after: string,
  limit: number,
): Promise<{ account: string; balance: bigint }[]> =>
  sql.query(
    'select account, sum(amount) as balance from entry where account > $1 group by account order by account limit $2',
    [after, limit],
  );
