/** Spikes: single powers that noise gives less than once in 10,000 items. */
import { Candidates, columnOf, frequencyOf, RATE, SAMPLES } from './candidates';

/** Spectra of so many lengths are scanned. */
export const LENGTHS: i32 = 4;
/** SETI@home's threshold, in means of the noise. */
const THRESHOLD: f32 = 24;
/** Powers are counted in steps of 1, and all above in the last. */
const BINS: i32 = 32;
const MOST: u32 = 256;

export class Spikes {
  private count: u32 = 0;
  private powers: Uint32Array = new Uint32Array(LENGTHS * BINS);
  private lengths: Array<u32> = [];
  private times: Array<f64> = [];
  private frequencies: Array<f64> = [];
  private heights: Array<f64> = [];

  /** Takes the powers of all spectra of one length, the `index`th. */
  scan(power: StaticArray<f32>, length: i32, index: i32): void {
    const counts = this.powers.dataStart + ((<usize>index * BINS) << 2);
    const from = changetype<usize>(power);
    const threshold = f32x4.splat(THRESHOLD);
    const last = i32x4.splat(BINS - 1);
    for (let i = 0; i < SAMPLES; i += 4) {
      const value = v128.load(from + (<usize>i << 2));
      const steps = i32x4.min_u(i32x4.trunc_sat_f32x4_u(value), last);
      count(counts, i32x4.extract_lane(steps, 0));
      count(counts, i32x4.extract_lane(steps, 1));
      count(counts, i32x4.extract_lane(steps, 2));
      count(counts, i32x4.extract_lane(steps, 3));
      if (v128.any_true(f32x4.ge(value, threshold))) this.record(power, length, i);
    }
  }

  giveTo(found: Candidates): void {
    found.powers = this.powers;
    found.spikes = this.count;
    const lengths = new Uint32Array(this.lengths.length);
    for (let i = 0; i < lengths.length; i++) lengths[i] = this.lengths[i];
    found.spikeLength = lengths;
    found.spikeTime = columnOf(this.times);
    found.spikeFrequency = columnOf(this.frequencies);
    found.spikePower = columnOf(this.heights);
  }

  /** Takes those of the four powers from `first` on that are high enough. */
  private record(power: StaticArray<f32>, length: i32, first: i32): void {
    for (let i = first; i < first + 4; i++) {
      if (!(power[i] >= THRESHOLD) || this.count++ >= MOST) continue;
      this.lengths.push(length);
      this.times.push(((<f64>(i / length) + 0.5) * <f64>length) / RATE);
      this.frequencies.push(frequencyOf(i % length, length));
      this.heights.push(<f64>power[i]);
    }
  }
}

// @ts-ignore: decorator
@inline
function count(counts: usize, bin: i32): void {
  const at = counts + (<usize>bin << 2);
  store<u32>(at, load<u32>(at) + 1);
}
