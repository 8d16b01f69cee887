import type { CoordinatorId, SliceId } from '@manyhands/protocol';
import type { Segment } from '../../dispatch/segment.ts';
import type { SliceCounts } from '../../dispatch/slice-marks.ts';
import type { Tally } from '../../dispatch/tally.ts';
import type { Sql } from '../db.ts';
import { endToEnd } from '../end-to-end.ts';

/** A tally under its number; until it is folded, its sums are not in the tables. */
export interface StoredTally {
  readonly id: number;
  readonly sums: Tally;
}

/** What a commit changes in one slice; no segment where nothing happened that must be told again. */
export interface SliceChange {
  readonly slice: SliceId;
  readonly segment: Segment | null;
  readonly counts: SliceCounts;
}

/**
 * Appends one segment for each slice, adds to the slices' totals, and keeps the tally: one statement. What is paid now
 * needs no reservation any more. The caller owns and locked the slices. Returns the tally's number.
 *
 * The segments' bytes go as two parameters, end to end, because an array of bytes would be sent as text.
 */
export async function storeChanges(
  sql: Sql,
  me: CoordinatorId,
  changes: readonly SliceChange[],
  tally: Tally,
): Promise<number | null> {
  const counts = changes.map((change) => change.counts);
  const stored = changes.flatMap(({ slice, segment }) => (segment === null ? [] : [{ slice, ...segment }]));
  const rows = await sql.query<{ id: number }>(
    `with stored as (
       insert into segment (slice, events, answers)
       select slice, substring($2::bytea from event_at + 1 for event_length),
         substring($5::bytea from answer_at + 1 for answer_length)
       from unnest($1::bigint[], $3::int[], $4::int[], $6::int[], $7::int[])
         k (slice, event_at, event_length, answer_at, answer_length)
     ), counted as (
       update slice s set
         spent = s.spent + d.spent,
         held_items = held_items + d.held,
         final_items = final_items + d.final,
         trapped_items = trapped_items + d.trapped,
         final_fuel = final_fuel + d.fuel,
         executed_items = executed_items + d.executed,
         device_audits = device_audits + d.by_devices,
         referee_audits = referee_audits + d.by_referee,
         refuted_units = refuted_units + d.refuted,
         paid_items = paid_items + d.paid,
         reserved = case when owner is null then 0 else greatest(0, count - paid_items - d.paid) * reserve_per_item end
       from unnest($8::bigint[], $9::numeric[], $10::bigint[], $11::bigint[], $12::bigint[], $13::numeric[],
         $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])
         d (id, spent, held, final, trapped, fuel, executed, by_devices, by_referee, refuted, paid)
       where s.id = d.id
     )
     insert into tally (coordinator, sums) select $19, $20::bytea where $20::bytea is not null
     returning id`,
    [
      stored.map((each) => each.slice),
      ...endToEnd(stored.map((each) => each.events)),
      ...endToEnd(stored.map((each) => each.answers)),
      changes.map((change) => change.slice),
      counts.map((count) => count.spent),
      counts.map((count) => count.heldItems),
      counts.map((count) => count.finalItems),
      counts.map((count) => count.trappedItems),
      counts.map((count) => count.finalFuel),
      counts.map((count) => count.executedItems),
      counts.map((count) => count.deviceAudits),
      counts.map((count) => count.refereeAudits),
      counts.map((count) => count.refutedUnits),
      counts.map((count) => count.paidItems),
      me,
      tally.isEmpty ? null : tally.pack(),
    ],
  );
  return rows[0]?.id ?? null;
}
