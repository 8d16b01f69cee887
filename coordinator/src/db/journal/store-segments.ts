import { packResults } from '@manyhands/protocol';
import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Appends the bytes of accepted answers. Segments are never rewritten: a re-run appends under its own attempt. */
export async function storeSegments(sql: Sql, accepted: CommitBatch['accepted']): Promise<void> {
  const columns = accepted.map((unit) => packResults(unit.answer.results));
  await sql.query(
    `insert into segment (job, first, attempt, statuses, fuels, lengths, outputs)
     select * from unnest($1::text[], $2::bigint[], $3::int[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])
     on conflict do nothing`,
    [
      accepted.map((unit) => unit.job),
      accepted.map((unit) => unit.first),
      accepted.map((unit) => unit.attempt),
      columns.map((column) => column.statuses),
      columns.map((column) => column.fuels),
      columns.map((column) => column.lengths),
      columns.map((column) => column.outputs),
    ],
  );
}
