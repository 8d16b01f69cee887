/**
 * The same answer as the kernel in `assembly/`, to the last bit, as textbooks have it: one spectrum after the other by the
 * recursive transform, one bin after the other. `f` rounds to f32 after every operation.
 */
import { rotate } from './arithmetic.ts';

export const RATE = 9765.625;
/** Complex samples of a unit. */
export const SAMPLES = 131072;
export const LENGTHS = [256, 1024, 4096, 16384] as const;
export const POWER_BINS = 32;
export const PULSE_LENGTH = 256;
export const GAUSSIAN_LENGTH = 1024;
export const FOLDS = 16;
export const SHORTEST_PERIOD = 16;
export const FOLDED_SCORE = 6;
const SPIKE_POWER = 24;
const MOST_SPIKES = 256;
const GAUSSIAN_SCORE = 12;
const PULSE_SCORE = 12;
const REACH = 18;
const ONE_OFF = 0.9862071167439163;

const f = Math.fround;

/** The columns of an item; `assembly/candidates.ts` says what they mean. */
export interface Candidates {
  readonly meanPower: number;
  readonly powers: Uint32Array;
  readonly spikes: number;
  readonly spikeLength: Uint32Array;
  readonly spikeTime: Float64Array;
  readonly spikeFrequency: Float64Array;
  readonly spikePower: Float64Array;
  readonly gaussianTime: Float64Array;
  readonly gaussianFrequency: Float64Array;
  readonly gaussianScore: Float64Array;
  readonly folded: number;
  readonly pulsePeriod: Float64Array;
  readonly pulseFrequency: Float64Array;
  readonly pulseScore: Float64Array;
}

/** Real and imaginary parts. */
interface Complex {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Searches one unit of a recording at one drift rate in Hz a second. */
export function search(recording: Uint8Array, unit: number, drift: number): Candidates {
  const samples = unitOf(recording, unit);
  const meanPower = meanPowerOf(samples);
  const still = undoDrift(samples, drift);
  const spectra = LENGTHS.map((length) => powersOf(still, length, meanPower));
  return {
    meanPower,
    ...spikesIn(spectra),
    ...gaussiansIn(spectra[LENGTHS.indexOf(GAUSSIAN_LENGTH)]),
    ...pulsesIn(spectra[LENGTHS.indexOf(PULSE_LENGTH)]),
  };
}

/** Powers of the unit's spectra of {@link GAUSSIAN_LENGTH} samples with no drift undone, for a picture. */
export function waterfall(recording: Uint8Array, unit: number): Float32Array[] {
  const samples = unitOf(recording, unit);
  return powersOf(undoDrift(samples, 0), GAUSSIAN_LENGTH, meanPowerOf(samples));
}

const unitOf = (recording: Uint8Array, unit: number): Int8Array =>
  new Int8Array(recording.buffer, recording.byteOffset + unit * SAMPLES * 2, SAMPLES * 2);

const meanPowerOf = (samples: Int8Array): number =>
  samples.reduce((sum, value) => sum + value * value, 0) / SAMPLES;

function undoDrift(samples: Int8Array, drift: number): Complex {
  const turns = (-0.5 * drift) / (RATE * RATE);
  const still = { x: new Float32Array(SAMPLES), y: new Float32Array(SAMPLES) };
  for (let n = 0; n < SAMPLES; n++) {
    const [c, s] = rotate(turns * (n * n)).map(f);
    const [x, y] = samples.subarray(2 * n, 2 * n + 2);
    still.x[n] = f(x * c) - f(y * s);
    still.y[n] = f(x * s) + f(y * c);
  }
  return still;
}

/** Powers by spectrum and bin, noise at 1. */
export function powersOf({ x, y }: Complex, length: number, meanPower: number): Float32Array[] {
  const scale = f(1 / (length * meanPower));
  return Array.from({ length: SAMPLES / length }, (_, i) => {
    const part = (from: Float32Array): Float32Array => from.subarray(i * length, (i + 1) * length);
    const spectrum = transform({ x: part(x), y: part(y) });
    return spectrum.x.map((real, k) => f(f(f(real * real) + f(spectrum.y[k] * spectrum.y[k])) * scale));
  });
}

const twiddles = new Map<number, Complex>();

function twiddlesOf(length: number): Complex {
  const known = twiddles.get(length);
  if (known !== undefined) return known;
  const factors = Array.from({ length: length / 2 }, (_, k) => rotate(-k / length));
  const made = {
    x: Float32Array.from(factors, ([cosine]) => cosine),
    y: Float32Array.from(factors, ([, sine]) => sine),
  };
  twiddles.set(length, made);
  return made;
}

/** The Fourier transform by Cooley and Tukey, decimation in time. */
export function transform({ x, y }: Complex): Complex {
  const { length } = x;
  if (length === 1) return { x, y };
  const even = transform({ x: x.filter((_, i) => i % 2 === 0), y: y.filter((_, i) => i % 2 === 0) });
  const odd = transform({ x: x.filter((_, i) => i % 2 === 1), y: y.filter((_, i) => i % 2 === 1) });
  const { x: cosine, y: sine } = twiddlesOf(length);
  const whole = { x: new Float32Array(length), y: new Float32Array(length) };
  for (let k = 0; k < length / 2; k++) {
    const turnedX = f(f(odd.x[k] * cosine[k]) - f(odd.y[k] * sine[k]));
    const turnedY = f(f(odd.x[k] * sine[k]) + f(odd.y[k] * cosine[k]));
    whole.x[k] = even.x[k] + turnedX;
    whole.y[k] = even.y[k] + turnedY;
    whole.x[k + length / 2] = even.x[k] - turnedX;
    whole.y[k + length / 2] = even.y[k] - turnedY;
  }
  return whole;
}

const frequencyOf = (bin: number, length: number): number =>
  ((bin < length / 2 ? bin : bin - length) * RATE) / length;

function spikesIn(spectra: readonly Float32Array[][]) {
  const powers = new Uint32Array(LENGTHS.length * POWER_BINS);
  const found: { length: number; time: number; frequency: number; power: number }[] = [];
  spectra.forEach((spectraOfLength, index) => {
    const length = LENGTHS[index];
    spectraOfLength.forEach((spectrum, i) => {
      spectrum.forEach((power, bin) => {
        powers[index * POWER_BINS + Math.min(Math.floor(power), POWER_BINS - 1)]++;
        if (power >= SPIKE_POWER)
          found.push({
            length,
            time: ((i + 0.5) * length) / RATE,
            frequency: frequencyOf(bin, length),
            power,
          });
      });
    });
  });
  const listed = found.slice(0, MOST_SPIKES);
  return {
    powers,
    spikes: found.length,
    spikeLength: Uint32Array.from(listed, ({ length }) => length),
    spikeTime: Float64Array.from(listed, ({ time }) => time),
    spikeFrequency: Float64Array.from(listed, ({ frequency }) => frequency),
    spikePower: Float64Array.from(listed, ({ power }) => power),
  };
}

/** A bin's powers over time. */
const timeSeries = (spectra: readonly Float32Array[], bin: number): Float32Array =>
  Float32Array.from(spectra, (spectrum) => spectrum[bin]);

function gaussiansIn(spectra: readonly Float32Array[]) {
  const { filter, offset } = beam();
  const found: { first: number; bin: number; score: number }[] = [];
  for (let bin = 0; bin < GAUSSIAN_LENGTH; bin++) {
    const series = timeSeries(spectra, bin);
    const sums = runningSums(series);
    let best = { first: -1, bin, score: GAUSSIAN_SCORE };
    for (let first = 0; first + filter.length <= series.length; first++) {
      const fit = filter.reduce((sum, weight, i) => f(sum + f(series[first + i] * weight)), 0);
      const inside = f(sums[first + filter.length] - sums[first]);
      const baseline = f(f(sums[series.length] - inside) * f(1 / (series.length - filter.length)));
      const score = f(f(fit / baseline) - offset);
      if (score > best.score) best = { first, bin, score };
    }
    if (best.first >= 0) found.push(best);
  }
  return {
    gaussianTime: Float64Array.from(found, ({ first }) => ((first + REACH + 0.5) * GAUSSIAN_LENGTH) / RATE),
    gaussianFrequency: Float64Array.from(found, ({ bin }) => frequencyOf(bin, GAUSSIAN_LENGTH)),
    gaussianScore: Float64Array.from(found, ({ score }) => score),
  };
}

function runningSums(series: Float32Array): Float32Array {
  const sums = new Float32Array(series.length + 1);
  for (const [i, value] of series.entries()) sums[i + 1] = sums[i] + value;
  return sums;
}

/** The beam's shape over time with the square sum 1, and its sum. */
function beam(): { filter: Float32Array; offset: number } {
  const shape = [1];
  let ratio = ONE_OFF;
  for (let k = 1; k <= REACH; k++) {
    shape.push(shape[k - 1] * ratio);
    ratio *= ONE_OFF * ONE_OFF;
  }
  const norm = Math.sqrt(shape.slice(1).reduce((sum, value) => sum + 2 * value * value, 1));
  const sum = shape.slice(1).reduce((all, value) => all + 2 * value, 1);
  return {
    filter: Float32Array.from({ length: 2 * REACH + 1 }, (_, i) => shape[Math.abs(i - REACH)] / norm),
    offset: f(sum / norm),
  };
}

function pulsesIn(spectra: readonly Float32Array[]) {
  const found: { period: number; bin: number; score: number }[] = [];
  let folded = 0;
  for (let bin = 0; bin < PULSE_LENGTH; bin++) {
    const series = dividedByMean(timeSeries(spectra, bin));
    let best = { period: 0, bin, score: PULSE_SCORE };
    for (let period = SHORTEST_PERIOD; period < 2 * SHORTEST_PERIOD; period++) {
      const rows = Array.from({ length: FOLDS }, (_, i) => series.subarray(i * period, (i + 1) * period));
      fold(rows).forEach((profile, drift) => {
        for (const power of profile) {
          const score = f(f(power - FOLDS) * 0.25);
          if (score >= FOLDED_SCORE) folded++;
          if (score > best.score) best = { period: (FOLDS - 1) * period + drift, bin, score };
        }
      });
    }
    if (best.period > 0) found.push(best);
  }
  return {
    folded,
    pulsePeriod: Float64Array.from(found, ({ period }) => (period * PULSE_LENGTH) / ((FOLDS - 1) * RATE)),
    pulseFrequency: Float64Array.from(found, ({ bin }) => frequencyOf(bin, PULSE_LENGTH)),
    pulseScore: Float64Array.from(found, ({ score }) => score),
  };
}

function dividedByMean(series: Float32Array): Float32Array {
  const scale = f(series.length / series.reduce((sum, value) => f(sum + value), 0));
  return series.map((value) => value * scale);
}

/** Sums of the rows along all lines that drift by 0 … rows − 1 columns from the first row to the last. */
function fold(rows: readonly Float32Array[]): Float32Array[] {
  if (rows.length === 1) return [...rows];
  const early = fold(rows.slice(0, rows.length / 2));
  const late = fold(rows.slice(rows.length / 2));
  return rows.map((_, drift) =>
    early[drift >> 1].map((value, column, { length }) =>
      f(value + late[drift >> 1][(column + ((drift + 1) >> 1)) % length]),
    ),
  );
}
