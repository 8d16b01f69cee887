import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Forgets on whose word the slices of a job rest: nothing of a certified or cancelled job is opened again [VF3], and the rows
 * of all jobs that ever were would make each ban slower.
 */
export async function forgetSliceDevices(sql: Sql, job: JobId): Promise<void> {
  await sql.query(
    `delete from slice_device using slice where slice.id = slice_device.slice and slice.job = $1`,
    [job],
  );
}
