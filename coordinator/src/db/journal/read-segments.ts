import type { SliceId } from '@manyhands/protocol';
import type { SegmentRow } from '../../dispatch/segment.ts';
import { type LoggedUnit, SliceLog, type SliceSpan } from '../../dispatch/slice-log.ts';
import type { Sql } from '../db.ts';

/** Segments read at once. */
const PAGE = 256;
/** Answers that lie this near to each other in a segment are read in one piece. */
const GAP_BYTES = 2048;

/** Brings a log up to what is stored, without answers. */
export async function readOn(sql: Sql, log: SliceLog): Promise<void> {
  for (;;) {
    const rows = await sql.query<SegmentRow>(
      'select id, events, kept from segment where slice = $1 and id > $2 order by id limit $3',
      [log.slice.id, log.last, PAGE],
    );
    for (const row of rows) log.apply(row);
    if (rows.length < PAGE) return;
  }
}

export async function readLog(sql: Sql, slice: SliceSpan): Promise<SliceLog> {
  const log = new SliceLog(slice);
  await readOn(sql, log);
  return log;
}

interface Range {
  readonly segment: number;
  readonly at: number;
  end: number;
}

/** The packed results of some units of a slice, of all of which there is room in memory. */
export async function readAnswers(
  sql: Sql,
  slice: SliceId,
  units: readonly LoggedUnit[],
): Promise<(unit: LoggedUnit) => Uint8Array> {
  const places = new Map<LoggedUnit, { range: number; at: number }>();
  const ranges: Range[] = [];
  const inOrder = [...units].sort((a, b) => a.segment - b.segment || a.at - b.at);
  for (const unit of inOrder) {
    const last = ranges[ranges.length - 1];
    const end = unit.at + unit.length;
    if (last !== undefined && last.segment === unit.segment && unit.at - last.end <= GAP_BYTES)
      last.end = end;
    else ranges.push({ segment: unit.segment, at: unit.at, end });
    const range = ranges.length - 1;
    places.set(unit, { range, at: unit.at - ranges[range].at });
  }
  const pieces = await readRanges(sql, slice, ranges);
  return (unit) => {
    const place = places.get(unit) as { range: number; at: number };
    return pieces[place.range].subarray(place.at, place.at + unit.length);
  };
}

/** Answers are stored as they are, so PostgreSQL fetches no more of them than it is asked for. */
async function readRanges(sql: Sql, slice: SliceId, ranges: readonly Range[]): Promise<Uint8Array[]> {
  if (ranges.length === 0) return [];
  const rows = await sql.query<{ piece: Uint8Array }>(
    `select substring(segment.answers from k.at + 1 for k.length) as piece
     from unnest($2::bigint[], $3::int[], $4::int[]) with ordinality k (id, at, length, place)
     join segment on segment.slice = $1 and segment.id = k.id
     order by k.place`,
    [
      slice,
      ranges.map((range) => range.segment),
      ranges.map((range) => range.at),
      ranges.map((range) => range.end - range.at),
    ],
  );
  return rows.map((row) => row.piece);
}
