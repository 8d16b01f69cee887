import type { CoordinatorId, JobId, SliceId } from '@manyhands/protocol';
import type { SliceTerms } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

export interface FreeSlice {
  readonly id: SliceId;
  readonly terms: SliceTerms;
  /** Ledger units to set aside again for its items that are not paid yet. */
  readonly needed: bigint;
}

/** A slice that was carved for a call is not taken for one whose grant was lost until then. Far more than a reply takes. */
const CALLED_SECONDS = 60;

/**
 * Locks the first slice that is not settled and that nobody owns, or the asker without knowing it: slices of its own
 * beside those that it holds (null: it is not asked), but not what it is carving for a call right now. Skips rows that
 * others hold: they are not free.
 */
export async function findFreeSlice(
  sql: Sql,
  job: JobId,
  me: CoordinatorId,
  holding: readonly SliceId[] | null,
): Promise<FreeSlice | null> {
  const [row] = await sql.query<{ id: SliceId; rate: number; reserve_per_item: bigint; needed: bigint }>(
    `select id, rate, reserve_per_item,
       case when owner is null then (count - paid_items) * reserve_per_item else 0 end as needed
     from slice
     where job = $1 and state = 'leased'
       and (owner is null or (owner = $2 and $3::bigint[] is not null and id <> all ($3::bigint[])
         and (called is null or called < now() - make_interval(secs => $4))))
     order by first limit 1
     for update skip locked`,
    [job, me, holding, CALLED_SECONDS],
  );
  if (row === undefined) return null;
  return { ...row, terms: { rate: row.rate, reservePerItem: row.reserve_per_item } };
}
