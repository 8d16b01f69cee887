import type { JobId, Reason } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';
import type { StageKey } from './graph-record.ts';

/** Notes that what a stage was fed is what was certified. */
export async function checkStage(sql: Sql, { graph, name, attempt }: StageKey): Promise<void> {
  await sql.query(
    'update graph_stage set checked = true, reason = null where graph = $1 and name = $2 and attempt = $3 and whole',
    [graph, name, attempt],
  );
}

/** Notes why a stage does not go on; `hindered`: it does not before the stages before it are certified. */
export async function noteStage(
  sql: Sql,
  { graph, name, attempt }: StageKey,
  reason: Reason | null,
  hindered: boolean,
): Promise<void> {
  await sql.query(
    `update graph_stage set reason = $4::jsonb, hindered = $5
     where graph = $1 and name = $2 and attempt = $3 and (reason is distinct from $4::jsonb or hindered <> $5)`,
    [graph, name, attempt, reason && json(reason), hindered],
  );
}

/** Ends a stage for good. Those that take its rows stop after it, and their jobs and its own are ended by the next look. */
export async function stopStage(sql: Sql, { graph, name, attempt }: StageKey, reason: Reason): Promise<void> {
  await sql.query(
    `update graph_stage set stopped = true, reason = $4
     where graph = $1 and name = $2 and attempt = $3 and not stopped`,
    [graph, name, attempt, json(reason)],
  );
}

/**
 * Gives up an attempt at a stage and makes the next one begin with nothing, under what is left of the budget; the job that was given
 * up, or null where there was none or somebody else was first. A job that is certified is never given up [VF3]: then its stage was
 * compared before, and stays.
 */
export async function restartStage(
  sql: Sql,
  { graph, name, attempt }: StageKey,
  reason: Reason,
): Promise<JobId | null> {
  const [row] = await sql.query<{ job: JobId | null }>(
    `with before as (
       select graph, name, job, (select coalesce(sum(spent), 0) from slice where slice.job = graph_stage.job) as spent
       from graph_stage
       where graph = $1 and name = $2 and attempt = $3 and not checked and not stopped for update
     )
     update graph_stage set attempt = attempt + 1, job = null, budget = greatest(budget - before.spent, 0), rows = 0, skipped = 0,
       whole = false, hindered = false, reason = null,
       restarts = case when before.job is null then restarts
         else restarts || jsonb_build_array(jsonb_build_object('job', before.job, 'reason', $4::jsonb)) end
     from before where graph_stage.graph = before.graph and graph_stage.name = before.name
     returning before.job`,
    [graph, name, attempt, json(reason)],
  );
  return row?.job ?? null;
}
