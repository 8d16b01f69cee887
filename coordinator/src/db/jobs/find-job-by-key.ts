import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** The job that an account made under an idempotency key, if any. */
export async function findJobByKey(sql: Sql, account: AccountId, key: string): Promise<JobId | null> {
  const [row] = await sql.query<{ id: JobId }>(
    'select id from job where account = $1 and idempotency_key = $2',
    [account, key],
  );
  return row?.id ?? null;
}
