import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** All answers of some segments of a slice, end to end in each, by the segments' ids. */
export async function readAnswersOf(
  sql: Sql,
  slice: SliceId,
  segments: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const rows = await sql.query<{ id: number; answers: Uint8Array }>(
    'select id, answers from segment where slice = $1 and id = any($2::bigint[])',
    [slice, segments],
  );
  return new Map(rows.map(({ id, answers }) => [id, answers]));
}
