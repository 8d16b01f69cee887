import type { FoldState, JobId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';

/** Puts the fold of a job in the place of its parts: from its certificate on no ban takes anything out of it [VF3]. */
export async function sealFold(sql: Sql, job: JobId, fold: FoldState): Promise<void> {
  await sql.query('delete from fold_part where job = $1', [job]);
  await sql.query(`insert into fold_part (job, device, part) values ($1, '', $2)`, [job, json(fold)]);
}
