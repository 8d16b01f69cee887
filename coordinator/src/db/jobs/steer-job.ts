import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Holds a running job, or lets it go on; false when it does not run. What is done and on its way stays. Let go on, items that
 * failed so far are not counted again.
 */
export async function pauseJob(sql: Sql, id: JobId, paused: boolean): Promise<boolean> {
  const rows = await sql.query(
    `update job set paused = $2, revision = revision + 1,
       halted = case when $2 then halted end,
       excused = case when $2 then excused
         else (select coalesce(sum(trapped_items), 0)::bigint from slice where slice.job = $1) end
     where id = $1 and state = 'running' and not ending returning id`,
    [id, paused],
  );
  return rows.length === 1;
}

/** Takes no more inputs for a job; false when it has ended. From then on it can be certified. */
export async function closeJob(sql: Sql, id: JobId): Promise<boolean> {
  const rows = await sql.query(
    `update job set open = false, revision = revision + 1 where id = $1 and state in ('quoted', 'running')
     returning id`,
    [id],
  );
  return rows.length === 1;
}

/** Raises a job's budget, in ledger units; false where it has ended or has more already. What is reserved stays reserved. */
export async function raiseBudget(sql: Sql, id: JobId, budget: bigint): Promise<boolean> {
  const rows = await sql.query(
    `update job set budget = $2, revision = revision + 1
     where id = $1 and state in ('quoted', 'running') and budget <= $2 returning id`,
    [id, budget],
  );
  return rows.length === 1;
}

/**
 * One number that differs as soon as any running job starts, ends, grows, pauses or changes its weight, so that a
 * coordinator may ask often and look seldom.
 */
export async function fingerprintJobs(sql: Sql): Promise<bigint> {
  const [row] = await sql.query<{ sum: bigint }>(
    `select coalesce(sum(hashtext(id || ':' || revision)::numeric), 0) as sum from job where state = 'running'`,
  );
  return row.sum;
}
