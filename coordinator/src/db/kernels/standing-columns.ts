import type { KernelStanding } from '../../domain/kernel-standing.ts';

/** What statements that join `kernel` read of its standing. */
export const STANDING_COLUMNS = 'kernel.review, kernel.review_reason, kernel.stopped, kernel.stopped_reason';

export interface StandingRow {
  review: KernelStanding['review'];
  review_reason: string;
  stopped: Date | null;
  stopped_reason: string;
}

export const standingFrom = (row: StandingRow): KernelStanding => ({
  review: row.review,
  reviewReason: row.review_reason,
  stopped: row.stopped,
  stoppedReason: row.stopped_reason,
});
