import type { DeviceId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Opens settled slices of running jobs again that rest on the word of these devices, as workers or as auditors [VF2];
 * whoever claims one undoes what is theirs. The jobs are locked first: a certificate is signed under that lock, so
 * evidence comes either before it or never touches the job again [VF3]. Slices that somebody owns are that
 * coordinator's to correct: it hears of the ban with its next beat.
 */
export async function reopenSettled(sql: Sql, devices: readonly DeviceId[]): Promise<void> {
  const jobs = await sql.query<{ id: JobId }>(
    `select id from job where state = 'running' and id in (
       select slice.job from slice_device join slice on slice.id = slice_device.slice
       where slice_device.device = any($1::text[]) and slice.state = 'settled'
     )
     order by id for update`,
    [devices],
  );
  if (jobs.length === 0) return;
  await sql.query(
    `update slice set state = 'leased', fence = fence + 1 where id in (
       select slice.id from slice join slice_device on slice_device.slice = slice.id
       where slice_device.device = any($1::text[]) and slice.state = 'settled' and slice.job = any($2::text[])
       order by slice.id for update of slice
     )`,
    [devices, jobs.map((job) => job.id)],
  );
}
