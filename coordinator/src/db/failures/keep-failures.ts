import type { FailureCause, FailureCode, JobId, StackEntry } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Why an item failed; its stack is null where it was not executed again for it. */
export interface KeptFailure extends Omit<FailureCause, 'stack'> {
  readonly item: number;
  readonly code: FailureCode;
  readonly stack: readonly StackEntry[] | null;
}

/** Keeps why items failed. It is the same whoever finds out: a second time changes nothing but a stack that was missing. */
export async function keepFailures(sql: Sql, job: JobId, failures: readonly KeptFailure[]): Promise<void> {
  await sql.query(
    `insert into failure (job, item, code, message, stack)
     select $1, f.item, f.code, f.message, f.stack::jsonb
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) f (item, code, message, stack)
     on conflict (job, item) do update set stack = coalesce(failure.stack, excluded.stack)`,
    [
      job,
      failures.map(({ item }) => item),
      failures.map(({ code }) => code),
      failures.map(({ message }) => message),
      failures.map(({ stack }) => (stack === null ? null : JSON.stringify(stack))),
    ],
  );
}
