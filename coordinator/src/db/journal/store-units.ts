import type { SliceId } from '@manyhands/protocol';
import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Stores accepted answers on hold. One that is there already (a commit whose reply was lost) is left out. */
export const storeUnits = (
  sql: Sql,
  accepted: CommitBatch['accepted'],
): Promise<{ slice: SliceId; count: number }[]> =>
  sql.query<{ slice: SliceId; count: number }>(
    `insert into unit
       (job, first, attempt, slice, count, device, payee, site, assignment, digest, rate_ppm, fuel, trapped, state)
     select job, first, attempt, slice, count, device, payee, site, assignment, digest, rate_ppm, fuel, trapped, 'held'
     from unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::int[], $12::numeric[], $13::int[]) with ordinality
       k (job, first, attempt, slice, count, device, payee, site, assignment, digest, rate_ppm, fuel, trapped, place)
     order by place
     on conflict do nothing
     returning slice, count`,
    [
      accepted.map((unit) => unit.job),
      accepted.map((unit) => unit.first),
      accepted.map((unit) => unit.attempt),
      accepted.map((unit) => unit.slice),
      accepted.map((unit) => unit.count),
      accepted.map((unit) => unit.answer.device),
      accepted.map((unit) => unit.answer.paid.payee),
      accepted.map((unit) => unit.answer.paid.site),
      accepted.map((unit) => unit.answer.assignment),
      accepted.map((unit) => unit.answer.digest),
      accepted.map((unit) => unit.answer.ratePpm),
      accepted.map((unit) => unit.answer.results.reduce((sum, result) => sum + result.fuel, 0n)),
      accepted.map((unit) => unit.answer.results.filter((result) => result.status !== 0).length),
    ],
  );
