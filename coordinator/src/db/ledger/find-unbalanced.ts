import type { Sql } from '../db.ts';

/** Transactions whose entries do not sum to zero: there are never any [LG1]. At most 100. */
export async function findUnbalanced(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ txn: string }>(
    'select txn from entry group by txn having sum(amount) <> 0 order by txn limit 100',
  );
  return rows.map((row) => row.txn);
}
