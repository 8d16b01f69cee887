/** Seconds of one reference core that an ordinary unit aims at: checked and paid together, lost together. */
export const UNIT_SECONDS = 2;
/** Seconds of a coordinator's own throughput in one slice. */
export const SLICE_SECONDS = 25;

/** Items of an ordinary unit, from the trial's seconds per item and the sizes of inputs and outputs. */
export function unitItems(
  secondsPerItem: number,
  bytesPerItem: number,
  maxBytes: number,
  itemCount: number,
): number {
  const byTime = secondsPerItem > 0 ? Math.round(UNIT_SECONDS / secondsPerItem) : 1000;
  const byBytes = Math.floor(maxBytes / Math.max(1, bytesPerItem));
  // A job of few items is spread over at least sixteen units, so that more than one contributor has work.
  const byCount = Math.ceil(itemCount / 16);
  return Math.max(1, Math.min(1000, byTime, byBytes, byCount));
}

/** Items of the next slice, a multiple of whole units where the job is long enough. */
export function sliceItems(unit: number, seats: number, itemsPerSecond: number, remaining: number): number {
  const byRate = Math.ceil((itemsPerSecond * SLICE_SECONDS) / unit);
  const units = Math.max(byRate, 4 * Math.max(1, seats));
  return Math.max(1, Math.min(remaining, unit * Math.min(units, 4096)));
}
