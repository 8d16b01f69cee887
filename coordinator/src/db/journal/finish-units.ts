import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import type { UnitChange } from './changes.ts';

export interface FinishedUnit extends UnitChange {
  readonly job: string;
  readonly first: number;
  readonly attempt: number;
  /** This very answer was paid before: it was final, lost an auditor, and is final again. */
  readonly paid_itself: boolean;
  /** Some attempt at these items was paid before; the researcher does not pay again. */
  readonly paid_before: boolean;
}

/** Makes held units final. Those that are not held (refuted, or final already) are left out [LG3]. */
export const finishUnits = (sql: Sql, finals: CommitBatch['finals']): Promise<FinishedUnit[]> =>
  sql.query<FinishedUnit>(
    `with old as (
       select u.job, u.first, u.attempt, u.paid, k.pays, exists (
         select from unit p
         where p.slice = u.slice and p.paid and p.first < u.first + u.count and u.first < p.first + p.count
       ) as paid_before
       from unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], $5::boolean[]) k (job, first, attempt, slice, pays)
       join unit u on (u.job, u.first, u.attempt, u.slice) = (k.job, k.first, k.attempt, k.slice)
       where u.state = 'held'
     )
     update unit u set state = 'final', paid = old.paid or old.pays from old
     where (u.job, u.first, u.attempt) = (old.job, old.first, old.attempt)
     returning u.job, u.first, u.attempt, u.slice, u.device, u.count, u.fuel, u.trapped,
       'held' as was, u.state as now, old.paid as paid_itself, old.paid_before`,
    [
      finals.map((final) => final.job),
      finals.map((final) => final.first),
      finals.map((final) => final.attempt),
      finals.map((final) => final.slice),
      finals.map((final) => final.entries.length > 0),
    ],
  );
