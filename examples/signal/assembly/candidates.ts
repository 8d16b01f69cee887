/** What is looked for, and what was found. */

/** Complex samples a second: as SETI@home's sub-bands. */
export const RATE: f64 = 9765.625;
/** Complex samples of a unit of the recording, 13.4 s. */
export const SAMPLES: i32 = 131072;

/** Columns of one kind belong together; frequencies are relative to the band's middle, with the drift undone. */
export class Candidates {
  /** Mean power of a sample as recorded; all other powers are relative to it. */
  meanPower: f64 = 0;
  /** How many powers lie in [0, 1), [1, 2), … [31, ∞): 32 counts for each of the lengths 256, 1024, 4096, 16384. */
  powers: Uint32Array = new Uint32Array(0);
  /** How many powers are 24 or more; the first 256 of them are listed. */
  spikes: u32 = 0;
  /** Length of the spectrum in samples. */
  spikeLength: Uint32Array = new Uint32Array(0);
  /** Middle of the spectrum, seconds from the unit's begin. */
  spikeTime: Float64Array = new Float64Array(0);
  /** Hz. */
  spikeFrequency: Float64Array = new Float64Array(0);
  /** Times the noise. */
  spikePower: Float64Array = new Float64Array(0);
  /** When the beam was centred, seconds from the unit's begin; one candidate a frequency at most. */
  gaussianTime: Float64Array = new Float64Array(0);
  /** Hz. */
  gaussianFrequency: Float64Array = new Float64Array(0);
  /** Standard deviations of the matched filter. */
  gaussianScore: Float64Array = new Float64Array(0);
  /** How many folded powers are 6 standard deviations or more above the mean. */
  folded: u32 = 0;
  /** Seconds; one candidate a frequency at most. */
  pulsePeriod: Float64Array = new Float64Array(0);
  /** Hz. */
  pulseFrequency: Float64Array = new Float64Array(0);
  /** Standard deviations. */
  pulseScore: Float64Array = new Float64Array(0);
}

/** Hz of a bin: the upper half of a spectrum is the lower half of the band. */
export function frequencyOf(bin: i32, length: i32): f64 {
  return (<f64>(bin < length / 2 ? bin : bin - length) * RATE) / <f64>length;
}

/** A list of numbers as a column. */
export function columnOf(values: Array<f64>): Float64Array {
  const column = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) column[i] = values[i];
  return column;
}

/** A bin's powers over time, four neighbouring bins in the lanes. */
export function timeSeries(power: StaticArray<f32>, length: i32, bin: i32, series: usize): void {
  const stride = <usize>length << 2;
  let from = changetype<usize>(power) + (<usize>bin << 2);
  for (let i = 0; i < SAMPLES / length; i++, from += stride, series += 16) v128.store(series, v128.load(from));
}
