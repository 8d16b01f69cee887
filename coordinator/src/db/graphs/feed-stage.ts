import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { StageKey } from './graph-record.ts';

/** How far a stage has come with the rows of those before it. */
export interface Taken {
  readonly rows: number;
  readonly skipped: number;
  readonly whole: boolean;
}

/**
 * Moves a stage on behind the rows that were taken, with the job that was begun with them or that they were appended to; false
 * where somebody else did in the meantime, or the graph has ended. In one transaction with the append it makes rows come in once,
 * whoever feeds and however often [CH2].
 */
export async function moveStage(
  sql: Sql,
  { graph, name, attempt }: StageKey,
  from: { readonly rows: number; readonly job: JobId | null },
  to: Taken & { readonly job: JobId | null },
): Promise<boolean> {
  const moved = await sql.query(
    `update graph_stage set rows = $6, skipped = $7, whole = $8, job = $9, hindered = false, reason = null
     where graph = $1 and name = $2 and attempt = $3 and rows = $4 and job is not distinct from $5
       and not whole and not stopped and (select state from graph where id = $1) = 'running'
     returning name`,
    [graph, name, attempt, from.rows, from.job, to.rows, to.skipped, to.whole, to.job],
  );
  return moved.length === 1;
}
