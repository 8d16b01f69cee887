import type { Sql } from '../db.ts';

/** What a transaction's entries sum to, in ledger units: nothing [LG1]. In the order of their names, after one of them. */
export const pageTransactions = (
  sql: Sql,
  after: string,
  limit: number,
): Promise<{ txn: string; sum: bigint }[]> =>
  sql.query('select txn, sum(amount) as sum from entry where txn > $1 group by txn order by txn limit $2', [
    after,
    limit,
  ]);
