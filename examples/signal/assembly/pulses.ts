/**
 * Pulses: power that comes back after a constant time. Staelin's fast folding algorithm (Proc. IEEE 57 (1969) 724) adds up 16
 * periods for all periods between p and p + 1 in the time of four of them.
 */
import { Candidates, columnOf, frequencyOf, RATE, SAMPLES, timeSeries } from './candidates';
import { laneOf } from './gaussians';

/** Samples of a spectrum. */
export const PULSE_LENGTH: i32 = 256;
/** Standard deviations above the mean. */
const THRESHOLD: f32 = 12;
/** From here on folded powers are counted, to compare how often noise gives them with theory. */
const COUNTED: f32 = 6;
/** Periods that are added up, a power of 2; 16 exponential powers have mean 16 and standard deviation 4. */
const FOLDS: i32 = 16;
const DEVIATION: f32 = 4;
/** Spectra of the shortest period; the longest is twice as long. */
const SHORTEST: i32 = 16;
const SPECTRA: i32 = SAMPLES / PULSE_LENGTH;

/** The best period of four neighbouring frequencies. */
class Best {
  score: v128 = f32x4.splat(THRESHOLD);
  /** Periods in fifteenths of a spectrum; 0 where nothing is above the threshold. */
  period: v128 = i32x4.splat(0);
}

/** For each frequency the period at which folding gives the highest power. */
export function findPulses(found: Candidates, power: StaticArray<f32>): void {
  const series = changetype<usize>(new StaticArray<f32>(4 * SPECTRA));
  const work0 = changetype<usize>(new StaticArray<f32>(4 * SPECTRA));
  const work1 = changetype<usize>(new StaticArray<f32>(4 * SPECTRA));
  const periods: Array<f64> = [];
  const frequencies: Array<f64> = [];
  const scores: Array<f64> = [];
  for (let bin = 0; bin < PULSE_LENGTH; bin += 4) {
    timeSeries(power, PULSE_LENGTH, bin, series);
    divideByMean(series);
    const best = new Best();
    for (let period = SHORTEST; period < 2 * SHORTEST; period++) {
      // Four stages, so the result stands in the second of the two.
      foldPairs(series, work0, period, 1);
      foldPairs(work0, work1, period, 2);
      foldPairs(work1, work0, period, 4);
      foldPairs(work0, work1, period, 8);
      found.folded += consider(work1, period, best);
    }
    for (let lane = 0; lane < 4; lane++) {
      const period = laneOf<i32>(best.period, lane);
      if (period === 0) continue;
      periods.push((<f64>period * <f64>PULSE_LENGTH) / (<f64>(FOLDS - 1) * RATE));
      frequencies.push(frequencyOf(bin + lane, PULSE_LENGTH));
      scores.push(<f64>laneOf<f32>(best.score, lane));
    }
  }
  found.pulsePeriod = columnOf(periods);
  found.pulseFrequency = columnOf(frequencies);
  found.pulseScore = columnOf(scores);
}

/** A carrier has power all the time, and none that comes back. */
function divideByMean(series: usize): void {
  const end = series + (<usize>SPECTRA << 4);
  let sum = f32x4.splat(0);
  for (let at = series; at < end; at += 16) sum = f32x4.add(sum, v128.load(at));
  const scale = f32x4.div(f32x4.splat(<f32>SPECTRA), sum);
  for (let at = series; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), scale));
}

/**
 * One stage: from groups of `rows` rows, in which row i is folded with a drift of i spectra from its first to its last
 * period, to groups of twice as many.
 */
function foldPairs(from: usize, to: usize, period: i32, rows: i32): void {
  const bytes = <usize>period << 4;
  for (let group = 0; group < FOLDS; group += 2 * rows)
    for (let drift = 0; drift < 2 * rows; drift++) {
      const early = from + <usize>(group + (drift >> 1)) * bytes;
      const late = early + <usize>rows * bytes;
      // Beyond the row's end its begin follows: that is the pulse of one period before.
      const shift = <usize>((drift + 1) >> 1) << 4;
      addShifted(early, late, to + <usize>(group + drift) * bytes, bytes, shift % bytes);
    }
}

function addShifted(early: usize, late: usize, to: usize, bytes: usize, shift: usize): void {
  const wrap = bytes - shift;
  for (let at: usize = 0; at < wrap; at += 16)
    v128.store(to + at, f32x4.add(v128.load(early + at), v128.load(late + at + shift)));
  for (let at = wrap; at < bytes; at += 16)
    v128.store(to + at, f32x4.add(v128.load(early + at), v128.load(late + at - wrap)));
}

/** Takes better scores over; gives how many are worth counting. */
function consider(folded: usize, period: i32, best: Best): u32 {
  const mean = f32x4.splat(<f32>FOLDS);
  const perDeviation = f32x4.splat(1 / DEVIATION);
  const counted = f32x4.splat(COUNTED);
  let count: i32 = 0;
  for (let i = 0; i < FOLDS * period; i++) {
    const score = f32x4.mul(f32x4.sub(v128.load(folded + (<usize>i << 4)), mean), perDeviation);
    const high = f32x4.ge(score, counted);
    if (!v128.any_true(high)) continue;
    count += popcnt(i32x4.bitmask(high));
    const better = f32x4.gt(score, best.score);
    best.score = v128.bitselect(score, best.score, better);
    best.period = v128.bitselect(i32x4.splat((FOLDS - 1) * period + i / period), best.period, better);
  }
  return count;
}
