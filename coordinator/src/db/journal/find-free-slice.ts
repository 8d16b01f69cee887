import type { JobId, SliceId } from '@manyhands/protocol';
import type { SliceTerms } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

export interface FreeSlice {
  readonly id: SliceId;
  readonly terms: SliceTerms;
  /** Ledger units to set aside again for its items that are not paid yet. */
  readonly needed: bigint;
}

/** Locks the first slice that nobody owns and that is not settled. Skips rows that others hold: they are not free. */
export async function findFreeSlice(sql: Sql, job: JobId): Promise<FreeSlice | null> {
  const [row] = await sql.query<{ id: SliceId; rate: number; reserve_per_item: bigint; needed: bigint }>(
    `select id, rate, reserve_per_item, (count - paid_items) * reserve_per_item as needed from slice
     where job = $1 and state = 'leased' and owner is null
     order by first limit 1
     for update skip locked`,
    [job],
  );
  if (row === undefined) return null;
  return { ...row, terms: { rate: row.rate, reservePerItem: row.reserve_per_item } };
}
