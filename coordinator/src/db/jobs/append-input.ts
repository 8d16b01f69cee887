import type { JobId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';
import type { PartSource } from './find-inputs.ts';

/** What a job can be appended to with, its row locked until the transaction ends. */
export interface GrowingJob {
  readonly state: string;
  readonly open: boolean;
  readonly paused: boolean;
  readonly item_count: number;
  readonly cursor: number;
  readonly input_root: string;
  readonly budget: bigint | null;
  readonly rate: number;
  readonly parts: number;
}

/** Locks a job that is to grow: appends come one after the other, and never while a slice is carved [SL1]. */
export async function lockGrowingJob(sql: Sql, job: JobId): Promise<GrowingJob | null> {
  const [row] = await sql.query<GrowingJob>(
    `select state, open, paused, item_count, cursor, input_root, budget, rate,
       (select coalesce(max(part) + 1, 0) from job_input where job = $1) as parts
     from job where id = $1 for no key update`,
    [job],
  );
  return row ?? null;
}

export interface NewPart {
  readonly part: number;
  readonly first: number;
  readonly count: number;
  readonly source: PartSource;
  readonly root: string;
  readonly idempotencyKey: string | null;
}

/** Adds a part behind the others of a locked job, under the input root that follows. */
export async function appendInput(sql: Sql, job: JobId, part: NewPart, inputRoot: string): Promise<void> {
  const { source } = part;
  await sql.query(
    `insert into job_input (job, part, first, count, blob, range, rows, root, idempotency_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      job,
      part.part,
      part.first,
      part.count,
      source.kind === 'table' ? source.table : null,
      source.kind === 'range' ? json(source.range) : null,
      source.kind === 'rows' ? source.rows : null,
      part.root,
      part.idempotencyKey,
    ],
  );
  await sql.query(
    'update job set item_count = $2, input_root = $3, parts = parts + 1, revision = revision + 1 where id = $1',
    [job, part.first + part.count, inputRoot],
  );
}
