import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A job under an idempotency key, and what was asked for then; null: before that was kept. */
export interface KeyedJob {
  readonly id: JobId;
  readonly digest: string | null;
}

/** The job that an account made under an idempotency key, if any. */
export async function findJobByKey(sql: Sql, account: AccountId, key: string): Promise<KeyedJob | null> {
  const [row] = await sql.query<KeyedJob>(
    'select id, request_digest as digest from job where account = $1 and idempotency_key = $2',
    [account, key],
  );
  return row ?? null;
}
