import type { JobId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** The slices of running jobs in which something is on hold: the newest so many, or all. */
export const findHeldSlices = (
  sql: Sql,
  most: number | null = null,
): Promise<(SliceSpan & { readonly job: JobId })[]> =>
  sql.query(
    `select slice.id, slice.first, slice.count, slice.job
     from slice join job on job.id = slice.job
     where slice.state = 'leased' and slice.held_items > 0 and job.state = 'running'
     order by slice.id desc limit $1`,
    [most],
  );
