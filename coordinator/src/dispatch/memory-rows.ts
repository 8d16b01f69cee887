/** What the journal in memory keeps, as the tables of the SQL form. */
import type { CoordinatorId, JobId, SliceId } from '@manyhands/protocol';
import type { Timing } from '../domain/rate.ts';
import type { CommitReceipt, JobTerms } from './journal.ts';
import type { Segment } from './segment.ts';
import { SliceLog } from './slice-log.ts';
import type { SliceCounts, SliceMarks } from './slice-marks.ts';

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
  /** First slice that may be free: those before are owned or settled. */
  readonly free: Set<SliceRow>;
  /** By item, in the order in which they came. */
  readonly timings: Map<number, Timing>;
}

export interface CoordinatorRow {
  at: number;
  seenBans: number;
  number: number;
  receipt: CommitReceipt;
}

export function logOf(slice: SliceRow): SliceLog {
  const log = new SliceLog(slice);
  for (const segment of slice.segments) log.apply(segment);
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
