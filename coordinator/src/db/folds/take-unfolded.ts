import type { Fence, JobId, SliceId } from '@manyhands/protocol';
import type { SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** A settled slice that is to be folded, as it stood under its fence. */
export interface UnfoldedSlice extends SliceSpan {
  readonly id: SliceId;
  readonly job: JobId;
  readonly fence: Fence;
}

/** So long a slice is left to whoever took it to fold it: far more than that takes. */
const FOLDING_SECONDS = 60;

/**
 * Takes the oldest settled slice that is not folded as it stands, of a job that keeps a fold; null: there is none. Who takes it
 * says so, so that coordinators do not fold the same one; it is only a courtesy: what counts is {@link lockUnfolded}.
 */
export async function takeUnfolded(sql: Sql): Promise<UnfoldedSlice | null> {
  const [row] = await sql.query<UnfoldedSlice>(
    `update slice set folding = now() where id = (
       select slice.id from slice join job on job.id = slice.job
       where slice.state = 'settled' and slice.folded_fence <> slice.fence and job.state in ('running', 'cancelled')
         and (slice.folding is null or slice.folding < now() - make_interval(secs => $1))
       order by slice.id limit 1
       for update of slice skip locked
     )
     returning id, job, first, count, fence`,
    [FOLDING_SECONDS],
  );
  return row ?? null;
}
