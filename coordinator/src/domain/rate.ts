/**
 * The rate of a job: what turns its fuel into time that is paid. It begins with the trial of some of the job's items,
 * and follows what the referee then measures on others of them, so that a job whose samples are nicer than the rest
 * pays for the rest. Only the referee's own processor time counts; what contributors say about time never does.
 */

/** How long the referee took for one of a job's items. */
export interface Timing {
  readonly fuel: bigint;
  /** Nanoseconds of a reference core. */
  readonly nanoseconds: number;
}

/** What is known of a job's rate when its next slice is carved. */
export interface RateHistory {
  /** Nanoseconds of a reference core per 10^9 fuel: of the newest slice, or of the trial before the first. */
  readonly last: number;
  /** The referee's latest, at most {@link TIMINGS}. */
  readonly timings: readonly Timing[];
}

/** How many of the latest timings an estimate looks at: old ones go, so that it follows a job whose items change. */
export const TIMINGS = 48;
/** Fewer say nothing yet. */
const ENOUGH = 4;
/** By how much the rate of a slice may differ from that of the slice before it, either way. */
const STEP = 2;
/** Of the fuel that was timed, this share is left out at either end: a machine's hiccups. */
const TRIM = 0.05;
/** A job's cheapest possible fuel: prices are never nothing. */
const LEAST = 1;
const GIGA = 1e9;

/** Items of paid jobs that the referee runs for no other purpose than their time, in millionths. */
export const TIMED_PPM = 5_000;
/** So many times as many while a job's rate is not known. */
export const EAGER = 4;
const MOST_TIMED = 8;

/**
 * The trimmed mean over all timed fuel, in nanoseconds of a reference core per 10^9 fuel; null where nothing was
 * timed. Each timing weighs as much as it would be paid for, and a minority of slow items counts for what it is:
 * a median would leave it unpaid.
 */
export function estimateRate(timings: readonly Timing[]): number | null {
  const samples = timings
    .map(({ fuel, nanoseconds }) => ({ weight: Number(fuel), rate: (nanoseconds * GIGA) / Number(fuel) }))
    .filter(({ weight, rate }) => weight > 0 && Number.isFinite(rate))
    .sort((a, b) => a.rate - b.rate);
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const [low, high] = [total * TRIM, total * (1 - TRIM)];
  let passed = 0;
  let sum = 0;
  for (const { weight, rate } of samples) {
    const kept = Math.min(passed + weight, high) - Math.max(passed, low);
    if (kept > 0) sum += kept * rate;
    passed += weight;
  }
  return sum / (high - low);
}

export interface NextRate {
  readonly rate: number;
  /** Whether the referee's times bear it out. Until then slices are best kept small: the next one may pay otherwise. */
  readonly isKnown: boolean;
}

/** The rate at which the next slice of a job pays. The same history gives the same rate. */
export function nextRate({ last, timings }: RateHistory): NextRate {
  const estimate = timings.length < ENOUGH ? null : estimateRate(timings);
  if (estimate === null) return { rate: last, isKnown: false };
  const bounded = Math.min(last * STEP, Math.max(last / STEP, estimate));
  return { rate: Math.max(LEAST, Math.round(bounded)), isKnown: bounded === estimate };
}

/**
 * How many of a slice's items the referee is to time besides those that it audits: a small share, never more than a
 * handful. `random`, from 0 to below 1, decides on the fraction that is left.
 */
export function itemsToTime(items: number, sharePpm: number, random: number): number {
  const wanted = Math.min(MOST_TIMED, (items * sharePpm) / 1e6);
  const whole = Math.floor(wanted);
  return whole + Number(random < wanted - whole);
}
