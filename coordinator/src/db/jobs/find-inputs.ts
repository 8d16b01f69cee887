import type { AxisText, Column, Hash, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** One part of a job's inputs, as stored. */
export interface StoredPart {
  readonly part: number;
  readonly first: number;
  readonly count: number;
  readonly source: PartSource;
  readonly root: string;
}

/** Where its rows come from: a stored table, a range, or rows kept with it as the bytes of a table. */
export type PartSource =
  | { readonly kind: 'table'; readonly table: Hash }
  | { readonly kind: 'range'; readonly range: readonly AxisText[] }
  | { readonly kind: 'rows'; readonly rows: Uint8Array };

interface PartRow {
  part: number;
  first: number;
  count: number;
  blob: Hash | null;
  range: AxisText[] | null;
  rows: Uint8Array | null;
  root: string;
}

const COLUMNS = 'part, first, job_input.count, blob, range, rows, root';

const partFrom = ({ blob, range, rows, ...row }: PartRow): StoredPart => ({
  part: row.part,
  first: row.first,
  count: row.count,
  root: row.root,
  source:
    blob !== null
      ? { kind: 'table', table: blob }
      : range !== null
        ? { kind: 'range', range }
        : { kind: 'rows', rows: rows as Uint8Array },
});

/** The parts that hold any of the items from `first` to before `end`, with the columns of the job's kernel. */
export async function findInputs(
  sql: Sql,
  job: JobId,
  first: number,
  end: number,
): Promise<{ parts: StoredPart[]; columns: readonly Column[] }> {
  const rows = await sql.query<PartRow & { columns: Column[] }>(
    `select ${COLUMNS}, kernel.schema -> 'inputs' as columns
     from job_input join job on job.id = job_input.job join kernel on kernel.hash = job.kernel
     where job_input.job = $1 and first < $3::bigint
       and first >= (select max(first) from job_input where job = $1 and first <= $2::bigint)
     order by first`,
    [job, first, end],
  );
  return { parts: rows.map(partFrom), columns: rows[0]?.columns ?? [] };
}

/** The part that was appended under an idempotency key, if any. */
export async function findInputByKey(sql: Sql, job: JobId, key: string): Promise<StoredPart | null> {
  const [row] = await sql.query<PartRow>(
    `select ${COLUMNS} from job_input where job = $1 and idempotency_key = $2`,
    [job, key],
  );
  return row === undefined ? null : partFrom(row);
}

/** Parts in order, from a number on. */
export async function listInputs(sql: Sql, job: JobId, from: number, limit: number): Promise<StoredPart[]> {
  const rows = await sql.query<PartRow>(
    `select ${COLUMNS} from job_input where job = $1 and part >= $2 order by part limit $3`,
    [job, from, limit],
  );
  return rows.map(partFrom);
}
