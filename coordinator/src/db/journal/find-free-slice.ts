import type { JobId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Locks the first slice that nobody owns and that is not settled. Skips rows that others hold: they are not free. */
export async function findFreeSlice(sql: Sql, job: JobId): Promise<{ id: SliceId; unpaid: number } | null> {
  const rows = await sql.query<{ id: SliceId; unpaid: number }>(
    `select id, count - paid_items as unpaid from slice
     where job = $1 and state = 'leased' and owner is null
     order by first limit 1
     for update skip locked`,
    [job],
  );
  return rows[0] ?? null;
}
