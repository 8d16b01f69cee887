import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Says that a slice is folded as it stands. The caller has locked it. */
export async function markFolded(sql: Sql, slice: SliceId): Promise<void> {
  await sql.query('update slice set folded_fence = fence, folding = null where id = $1', [slice]);
}
