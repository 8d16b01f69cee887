import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { endToEnd } from '../end-to-end.ts';

/** What is left of a segment's answers, and how long it is for each of its units. */
export interface KeptSegment {
  readonly segment: number;
  readonly lengths: Uint8Array;
  readonly answers: Uint8Array;
}

/** Puts what is left of answers in the place of whole ones. The caller has locked the slice, and folds it in this transaction. */
export async function replaceAnswers(sql: Sql, slice: SliceId, kept: readonly KeptSegment[]): Promise<void> {
  if (kept.length === 0) return;
  await sql.query(
    `update segment s set kept = substring($3::bytea from d.length_at + 1 for d.length_bytes),
       answers = substring($6::bytea from d.answer_at + 1 for d.answer_bytes)
     from unnest($2::bigint[], $4::int[], $5::int[], $7::int[], $8::int[])
       d (id, length_at, length_bytes, answer_at, answer_bytes)
     where s.slice = $1 and s.id = d.id and s.kept is null`,
    [
      slice,
      kept.map(({ segment }) => segment),
      ...endToEnd(kept.map(({ lengths }) => lengths)),
      ...endToEnd(kept.map(({ answers }) => answers)),
    ],
  );
}
