/** Gaussians: a carrier whose power rises and falls as the telescope's beam passes over its source. */
import { Candidates, columnOf, frequencyOf, RATE, SAMPLES, timeSeries } from './candidates';

/** Samples of a spectrum. */
export const GAUSSIAN_LENGTH: i32 = 1024;
/** Standard deviations of the matched filter. */
const THRESHOLD: f32 = 12;
/** The beam is cut off at 3 of its standard deviations, which are 6 spectra. */
const REACH: i32 = 18;
const WIDTH: i32 = 2 * REACH + 1;
/** e^(−1/(2·6²)): the beam one spectrum from its centre. */
const ONE_OFF: f64 = 0.9862071167439163;
const SPECTRA: i32 = SAMPLES / GAUSSIAN_LENGTH;

/** For each frequency the centre at which the beam's shape fits best. */
export function findGaussians(found: Candidates, power: StaticArray<f32>): void {
  const filter = new StaticArray<f32>(WIDTH);
  const offset = f32x4.splat(fillFilter(filter));
  const series = changetype<usize>(new StaticArray<f32>(4 * SPECTRA));
  const sums = changetype<usize>(new StaticArray<f32>(4 * (SPECTRA + 1)));
  const times: Array<f64> = [];
  const frequencies: Array<f64> = [];
  const scores: Array<f64> = [];
  for (let bin = 0; bin < GAUSSIAN_LENGTH; bin += 4) {
    timeSeries(power, GAUSSIAN_LENGTH, bin, series);
    addUp(series, sums);
    let best = f32x4.splat(THRESHOLD);
    let at = i32x4.splat(-1);
    for (let first = 0; first + WIDTH <= SPECTRA; first++) {
      const from = <usize>first << 4;
      const score = f32x4.sub(f32x4.div(fit(filter, series + from), baseline(sums, from)), offset);
      const better = f32x4.gt(score, best);
      at = v128.bitselect(i32x4.splat(first), at, better);
      best = v128.bitselect(score, best, better);
    }
    if (!v128.any_true(i32x4.ge_s(at, i32x4.splat(0)))) continue;
    for (let lane = 0; lane < 4; lane++) {
      const first = laneOf<i32>(at, lane);
      if (first < 0) continue;
      times.push(((<f64>(first + REACH) + 0.5) * <f64>GAUSSIAN_LENGTH) / RATE);
      frequencies.push(frequencyOf(bin + lane, GAUSSIAN_LENGTH));
      scores.push(<f64>laneOf<f32>(best, lane));
    }
  }
  found.gaussianTime = columnOf(times);
  found.gaussianFrequency = columnOf(frequencies);
  found.gaussianScore = columnOf(scores);
}

/** The beam's shape, scaled so that noise scores with standard deviation 1; gives the score of noise's mean. */
function fillFilter(filter: StaticArray<f32>): f32 {
  // e^(−k²/(2·6²)) by its ratios: each is the one before times the square of the first.
  const shape = new StaticArray<f64>(REACH + 1);
  let ratio = ONE_OFF;
  shape[0] = 1;
  for (let k = 1; k <= REACH; k++) {
    shape[k] = shape[k - 1] * ratio;
    ratio *= ONE_OFF * ONE_OFF;
  }
  let squares: f64 = 1;
  let sum: f64 = 1;
  for (let k = 1; k <= REACH; k++) {
    squares += 2 * shape[k] * shape[k];
    sum += 2 * shape[k];
  }
  const norm = sqrt(squares);
  for (let i = 0; i < WIDTH; i++) filter[i] = <f32>(shape[abs(i - REACH)] / norm);
  return <f32>(sum / norm);
}

/** Running sums: the first is 0. */
function addUp(series: usize, sums: usize): void {
  let sum = f32x4.splat(0);
  v128.store(sums, sum);
  for (let i: usize = 0; i < <usize>SPECTRA << 4; i += 16) {
    sum = f32x4.add(sum, v128.load(series + i));
    v128.store(sums + i, sum, 16);
  }
}

/** The mean power where the beam is not, so that a carrier, which is there all the time, does not look like a Gaussian. */
function baseline(sums: usize, first: usize): v128 {
  const inside = f32x4.sub(v128.load(sums + first, WIDTH << 4), v128.load(sums + first));
  const outside = f32x4.sub(v128.load(sums, SPECTRA << 4), inside);
  return f32x4.mul(outside, f32x4.splat(1 / <f32>(SPECTRA - WIDTH)));
}

function fit(filter: StaticArray<f32>, series: usize): v128 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < WIDTH; i++, series += 16)
    sum = f32x4.add(sum, f32x4.mul(v128.load(series), f32x4.splat(unchecked(filter[i]))));
  return sum;
}

const LANES = memory.data(16);

/** A lane whose number is only known as the program runs. */
export function laneOf<T>(vector: v128, lane: i32): T {
  v128.store(LANES, vector);
  return load<T>(LANES + (<usize>lane << 2));
}
