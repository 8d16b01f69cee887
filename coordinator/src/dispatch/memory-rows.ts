/** What the journal in memory keeps, as the tables of the SQL form. */
import type { CoordinatorId, Fence, ItemIndex, JobId, SliceId } from '@manyhands/protocol';
import { type RateHistory, TIMINGS, type Timing } from '../domain/rate.ts';
import { UNWORKED, type Windows, type WorkRoom, workRoom } from '../domain/work-window.ts';
import type { CommitReceipt, JobTerms, SliceGrant, StoredUnit } from './journal.ts';
import type { Segment } from './segment.ts';
import { type LoggedUnit, SliceLog } from './slice-log.ts';
import { noCounts, type SliceCounts, type SliceMarks } from './slice-marks.ts';

export interface SliceRow {
  readonly id: SliceId;
  readonly job: JobId;
  readonly first: number;
  readonly count: number;
  state: 'leased' | 'settled';
  owner: CoordinatorId | null;
  fence: number;
  readonly rate: number;
  readonly reservePerItem: bigint;
  reserved: bigint;
  readonly counts: SliceCounts;
  /** In the order of their commits; without answers once they are dropped. */
  segments: (Segment & { readonly id: number })[];
  /** While it is worked. */
  marks: SliceMarks | null;
  /** What its segments add up to as far as somebody asked; none once it is settled. */
  log: SliceLog | null;
  answersDropped: boolean;
}

export interface JobRow {
  terms: JobTerms;
  readonly budget: bigint | null;
  cursor: number;
  running: boolean;
  /** The rate of its newest slice. */
  rate: number;
  /** Ledger units spent, or set aside for its slices. */
  committed: bigint;
  /** Slices that are not settled and that nobody owns. */
  readonly free: Set<SliceRow>;
  /** By item, in the order in which they came. */
  readonly timings: Map<number, Timing>;
  /** Of a paid job, on a channel of its own; null: it needs no vouchers. */
  readonly pays: Paying | null;
}

/** Ledger units. */
export interface Paying extends Windows {
  /** What vouchers cover. */
  vouchered: bigint;
}

export interface CoordinatorRow {
  at: number;
  seenBans: number;
  number: number;
  receipt: CommitReceipt;
}

/** Goes on from the last time: among many liars to read a slice anew at each of their bans was most of a simulation. */
export function logOf(slice: SliceRow): SliceLog {
  slice.log ??= new SliceLog(slice);
  const { log, segments } = slice;
  let from = segments.length;
  while (from > 0 && segments[from - 1].id > log.last) from--;
  for (; from < segments.length; from++) log.apply(segments[from]);
  return log;
}

export function addCounts(to: SliceCounts, by: SliceCounts): void {
  to.spent += by.spent;
  to.heldItems += by.heldItems;
  to.finalItems += by.finalItems;
  to.trappedItems += by.trappedItems;
  to.finalFuel += by.finalFuel;
  to.executedItems += by.executedItems;
  to.deviceAudits += by.deviceAudits;
  to.refereeAudits += by.refereeAudits;
  to.refutedUnits += by.refutedUnits;
  to.paidItems += by.paidItems;
}

/** What a slice takes of its job's budget: what was spent, and what is set aside for items that are not paid yet. */
export const committedBy = (slice: SliceRow): bigint => slice.counts.spent + slice.reserved;

/** How much more may be given out by its vouchers [VO4]; null: it needs none. */
export function workRoomOf({ terms, pays }: JobRow, slices: readonly SliceRow[]): WorkRoom | null {
  if (pays === null) return null;
  let own = UNWORKED;
  for (const { job, counts, reserved, reservePerItem } of slices)
    if (job === terms.id)
      own = {
        spent: own.spent + counts.spent,
        paid: own.paid + BigInt(counts.paidItems),
        reserved: own.reserved + reserved,
        open: own.open + (reservePerItem === 0n ? 0n : reserved / reservePerItem),
      };
  return workRoom({ vouchered: pays.vouchered, charged: own.spent, running: [own], own }, pays);
}

interface Carved {
  readonly owner: CoordinatorId;
  readonly count: number;
  readonly rate: number;
  readonly reservePerItem: bigint;
}

/** The next slice of a job, not set aside for yet. */
export const freshSlice = (id: number, { terms, cursor }: JobRow, carved: Carved): SliceRow => ({
  ...carved,
  id: id as SliceId,
  job: terms.id,
  first: cursor,
  state: 'leased',
  fence: 1,
  reserved: 0n,
  counts: noCounts(),
  segments: [],
  marks: null,
  log: null,
  answersDropped: false,
});

export const NOTHING = new Uint8Array(0);

/** The packed results of each unit of a slice whose answers are kept. */
export function answersOf(slice: SliceRow): (unit: LoggedUnit) => Uint8Array {
  const answers = new Map(slice.segments.map((segment) => [segment.id, segment.answers]));
  return (unit) => (answers.get(unit.segment) as Uint8Array).subarray(unit.at, unit.at + unit.length);
}

export const storedUnits = (slice: SliceRow, log: SliceLog): StoredUnit[] => log.stored(answersOf(slice));

export const grantOf = (slice: SliceRow, units: readonly StoredUnit[]): SliceGrant => ({
  id: slice.id,
  job: slice.job,
  first: slice.first as ItemIndex,
  count: slice.count,
  fence: slice.fence as Fence,
  rate: slice.rate,
  units,
});

export const historyOf = ({ rate, timings }: JobRow): RateHistory => ({
  last: rate,
  timings: [...timings.values()].slice(-TIMINGS),
});

export function firstOf(free: readonly SliceRow[]): SliceRow | null {
  let first: SliceRow | null = null;
  for (const slice of free) if (first === null || slice.first < first.first) first = slice;
  return first;
}
