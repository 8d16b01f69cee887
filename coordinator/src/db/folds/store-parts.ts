import type { FoldState, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Stores what devices have contributed to a job's fold. The caller has locked their rows. */
export async function storeParts(
  sql: Sql,
  job: JobId,
  parts: readonly (readonly [device: string, part: FoldState])[],
): Promise<void> {
  await sql.query(
    `update fold_part set part = k.part::jsonb from unnest($2::text[], $3::text[]) k (device, part)
     where fold_part.job = $1 and fold_part.device = k.device`,
    [job, parts.map(([device]) => device), parts.map(([, part]) => JSON.stringify(part))],
  );
}
