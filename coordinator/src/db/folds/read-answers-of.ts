import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** All answers of a segment, end to end. */
export async function readAnswersOf(sql: Sql, slice: SliceId, segment: number): Promise<Uint8Array> {
  const [row] = await sql.query<{ answers: Uint8Array }>(
    'select answers from segment where slice = $1 and id = $2',
    [slice, segment],
  );
  return row.answers;
}
