/** Seconds of one reference core that an ordinary unit aims at: checked and paid together, lost together. */
export const UNIT_SECONDS = 2;
/** Seconds of a coordinator's own throughput in an ordinary slice. */
export const SLICE_SECONDS = 25;
/**
 * Units of a slice at most, unless its seats need more at once: they stay in memory until all of them are final, and what
 * is in memory is what the garbage collector goes through. And at all: what its next owner has to read back.
 */
const SLICE_UNITS = 8_192;
const MOST_SLICE_UNITS = 32_768;
/** Units of an assignment at most. */
export const MOST_UNITS = 32;
/** A unit that takes a seat longer than this many assignments' worth of time is cut up for it. */
const LONGEST_UNIT = 2.5;

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

export interface SliceSizing {
  readonly unitItems: number;
  readonly seats: number;
  readonly itemsPerSecond: number;
  /** Items that nobody is known to have carved. */
  readonly remaining: number;
}

/**
 * Items of the next slice, whole units where the job is long enough: some seconds of throughput, and near the end no
 * more than half of what is left, so that other coordinators get their part of it.
 */
export function sliceItems(
  { unitItems: unit, seats, itemsPerSecond, remaining }: SliceSizing,
  seconds: number,
): number {
  const byRate = Math.ceil((itemsPerSecond * seconds) / unit);
  const bySeats = 4 * Math.max(1, seats);
  const byEnd = Math.max(bySeats, Math.ceil(remaining / unit / 2));
  const units = Math.min(Math.max(Math.min(byRate, SLICE_UNITS), bySeats), byEnd, MOST_SLICE_UNITS);
  return Math.max(1, Math.min(remaining, unit * units));
}

export interface AssignmentSizing {
  /** Items of an ordinary unit of the job. */
  readonly unitItems: number;
  /** Milliseconds of this seat for an item, and for the whole assignment. */
  readonly itemMs: number;
  readonly targetMs: number;
  /** Units that this contributor may have at once: strangers begin with few. */
  readonly reach: number;
  readonly mostItems: number;
  readonly bytesPerItem: number;
  readonly mostBytes: number;
  /** The most fuel of one item. */
  readonly mostFuel: number;
  /** Items left to give out, where that is known, and seats to share them. */
  readonly itemsLeft: number;
  readonly seats: number;
}

export interface AssignmentSize {
  readonly units: number;
  /** Items of each. */
  readonly items: number;
}

const SAFE = Number.MAX_SAFE_INTEGER;

/** What fits into the time that an assignment aims at; never nothing. */
export function assignmentSize(sizing: AssignmentSizing): AssignmentSize {
  const { itemMs, targetMs, mostItems, bytesPerItem, mostBytes } = sizing;
  // Sums of fuel over a unit stay exact numbers.
  const byFuel = Math.floor(SAFE / Math.max(1, sizing.mostFuel));
  const byTime = Math.floor((LONGEST_UNIT * targetMs) / itemMs);
  const items = Math.max(1, Math.min(sizing.unitItems, byFuel, byTime, mostItems));
  const byBytes = Math.floor(mostBytes / Math.max(1, bytesPerItem * items));
  const byShare = Math.floor(sizing.itemsLeft / items / (2 * Math.max(1, sizing.seats)));
  const wanted = Math.round(targetMs / (itemMs * items));
  const most = Math.min(MOST_UNITS, sizing.reach, byBytes, byShare, Math.floor(mostItems / items));
  return { items, units: Math.max(1, Math.min(wanted, most)) };
}
