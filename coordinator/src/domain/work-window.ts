/** How far a channel's jobs may be computed ahead of its vouchers [VO4]. Amounts in ledger units. */

/** What of a job was paid, and what is under way. */
export interface Worked {
  readonly spent: bigint;
  /** Items of which that was spent. */
  readonly paid: bigint;
  /** What is set aside, and for how many items. */
  readonly reserved: bigint;
  readonly open: bigint;
}

export const UNWORKED: Worked = { spent: 0n, paid: 0n, reserved: 0n, open: 0n };

/** How a channel stands when one of its jobs asks for more. */
export interface ChannelUse {
  readonly vouchered: bigint;
  /** What all its jobs were charged. */
  readonly charged: bigint;
  /** Those that run. */
  readonly running: readonly Worked[];
  /** The one that asks. */
  readonly own: Worked;
}

/** What the job that asks may be ahead of its vouchers. */
export interface Windows {
  /** By what is shown. */
  readonly credit: bigint;
  /** By what is computed. */
  readonly work: bigint;
}

/** How much more may be given out. */
export interface WorkRoom {
  readonly free: bigint;
  /** Nothing of the job is under way while all that is charged may be shown: one unit is given out, whatever it may cost. */
  readonly isIdle: boolean;
  readonly own: Worked;
}

/** Credit windows of work, where an operator says nothing else: some minutes of one core, in units of two seconds. */
export const WORK_WINDOWS = 32;

/** Set aside is what an item may cost at most, often many times what it does: it counts at so many times what others of its job cost. */
const TIMES_MEAN = 2n;

/**
 * Whoever has signed for much is trusted with as much again: a large network would otherwise wait for each voucher of a large job.
 */
export function workRoom(
  { vouchered, charged, running, own }: ChannelUse,
  { credit, work }: Windows,
): WorkRoom {
  const underWay = running.reduce((sum, job) => sum + least(job.reserved, job.open * meanOf(job)), 0n);
  return {
    free: 2n * vouchered + work - charged - underWay,
    isIdle: own.reserved === 0n && charged <= vouchered + credit,
    own,
  };
}

/** Of so many items those that may be given out, in whole units: a slice for each voucher would be many slices of a few items. */
export function itemsAhead(
  room: WorkRoom,
  {
    count,
    unitItems,
    perItem,
  }: { readonly count: number; readonly unitItems: number; readonly perItem: bigint },
): number {
  const each = perItemAhead(room, perItem);
  const fitting = room.free <= 0n ? 0 : each === 0n ? count : Number(least(BigInt(count), room.free / each));
  if (fitting === count) return count;
  const whole = fitting - (fitting % unitItems);
  return whole === 0 && room.isIdle ? Math.min(count, unitItems) : whole;
}

/** What a slice counts for that is taken up again, for which so much is to be set aside anew. */
export const costAhead = (
  room: WorkRoom,
  { needed, reservePerItem }: { readonly needed: bigint; readonly reservePerItem: bigint },
): bigint => (needed / reservePerItem) * perItemAhead(room, reservePerItem);

/** What an item counts for, for which so much is set aside. */
const perItemAhead = ({ own }: WorkRoom, perItem: bigint): bigint => least(perItem, meanOf(own, perItem));

/** `unknown`: where nothing of the job was paid yet; then what is set aside counts. */
const meanOf = ({ spent, paid, reserved }: Worked, unknown = reserved): bigint =>
  paid === 0n ? unknown : (TIMES_MEAN * spent + paid - 1n) / paid;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
