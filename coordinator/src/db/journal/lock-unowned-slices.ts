import type { DeviceId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Locks the slices of running jobs that nobody owns and that rest on the word of these devices, as workers or as
 * auditors. Their jobs are locked first: a certificate is signed under that lock, so evidence comes either before it
 * or never touches the job again [VF3].
 */
export async function lockUnownedSlices(sql: Sql, devices: readonly DeviceId[]): Promise<SliceId[]> {
  const candidates = await sql.query<{ id: SliceId; job: string }>(
    `select id, job from slice where owner is null and id in (
       select slice from unit where device = any($1::text[]) and state <> 'refuted'
       union
       select u.slice from audit a join unit u on (u.job, u.first, u.attempt) = (a.job, a.first, a.attempt)
       where a.auditor = any($1::text[]) and a.verdict = 'passed' and u.state <> 'refuted'
     )`,
    [devices],
  );
  if (candidates.length === 0) return [];
  await sql.query(`select id from job where id = any($1::text[]) order by id for update`, [
    [...new Set(candidates.map((slice) => slice.job))],
  ]);
  const locked = await sql.query<{ id: SliceId }>(
    `select slice.id from slice
     where slice.id = any($1::bigint[]) and owner is null
       and exists (select from job where job.id = slice.job and job.state = 'running')
     order by slice.id for update`,
    [candidates.map((slice) => slice.id)],
  );
  return locked.map((slice) => slice.id);
}
