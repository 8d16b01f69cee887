import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** The slices of running jobs in which something is on hold. */
export const findHeldSlices = (sql: Sql): Promise<SliceSpan[]> =>
  sql.query<SliceSpan>(
    `select slice.id, slice.first, slice.count from slice join job on job.id = slice.job
     where slice.state = 'leased' and slice.held_items > 0 and job.state = 'running'`,
  );
