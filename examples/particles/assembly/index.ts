/**
 * Monte-Carlo of e⁺e⁻ → μ⁺μ⁻ around the Z peak: exchange of photon and Z at tree level, massless fermions.
 *
 * An event is a scattering angle drawn uniformly in cos θ and weighted with the differential cross-section. Events are also
 * accepted in proportion to their weight, as an experiment would see them: those make the histogram and the counts. Random
 * numbers come from Philox 4x32-10, keyed by the stream: every item has a sequence of its own and no state is shared.
 */

import { Philox } from 'manyhands/philox';

/** Parameters as LEP measured them (Physics Reports 427 (2006) 257). Masses and widths in GeV. */
const Z_MASS: f64 = 91.1875;
const Z_WIDTH: f64 = 2.4952;
const SIN2_THETA: f64 = 0.23153;
/** The fine-structure constant at the Z mass; its running over the peak is left out. */
const ALPHA: f64 = 1.0 / 128.945;
const PI: f64 = 3.141592653589793;
/** (ħc)² in nb GeV². */
const NANOBARN: f64 = 389379.3721;

const BINS: i32 = 40;
/** Bounds an item to some seconds. */
const MOST_EVENTS: u32 = 100000000;
/** Second word of the key: sets this program's random numbers apart from others'. */
const KEY: u32 = 0x5a626f73;

/** What a detector of perfect acceptance sees of one sample. */
export class Sample {
  /** Sum of all events' weights: divided by the number of events, the total cross-section in nb. */
  sumWeights: f64 = 0;
  /** Sum of their squares, for the statistical error. */
  sumSquares: f64 = 0;
  /** Accepted events with cos θ > 0: the μ⁻ flies on in the direction of the e⁻. */
  forward: u32 = 0;
  /** Accepted events with cos θ < 0. */
  backward: u32 = 0;
  /** Accepted events by cos θ, 40 bins of equal width from −1 to 1. */
  histogram: Uint32Array = new Uint32Array(BINS);
}

/**
 * Simulates collisions at one energy.
 * @param energy of the centre of mass, in GeV, above 0
 * @param events how many to generate, at most 100,000,000
 * @param stream names the sequence of random numbers; equal streams give equal events
 */
export function collide(energy: f64, events: u32, stream: u32): Sample {
  if (!(energy > 0)) throw new Error('the energy must be above 0');
  if (events > MOST_EVENTS) throw new Error('more than 100000000 events');
  const sample = new Sample();
  const channels = new Channels(energy * energy);
  const random = new Philox(stream, KEY);
  let pair: u32 = 0;
  for (; pair < events >> 1; pair++) {
    random.draw(pair);
    generate(sample, channels, random.word0, random.word1);
    generate(sample, channels, random.word2, random.word3);
  }
  if ((events & 1) === 1) {
    random.draw(pair);
    generate(sample, channels, random.word0, random.word1);
  }
  return sample;
}

/**
 * dσ/d cos θ = same · (1 + cos θ)² + opposite · (1 − cos θ)², in nb: the muon has either the electron's helicity or the
 * other one, and angular momentum fixes the angles (Peskin & Schroeder, chapter 5.2; with the Z, chapter 20.2).
 */
class Channels {
  same: f64;
  opposite: f64;
  /** No weight exceeds it: a parabola that opens upwards is largest at an end. */
  largest: f64;

  constructor(s: f64) {
    const scale = (NANOBARN * PI * ALPHA * ALPHA) / (8.0 * s);
    const left = SIN2_THETA - 0.5;
    const right = SIN2_THETA;
    this.same = scale * (squared(s, left * left) + squared(s, right * right));
    this.opposite = scale * 2.0 * squared(s, left * right);
    this.largest = 8.0 * max(this.same, this.opposite);
  }
}

/** |photon + Z|² for a product of couplings to the Z, in units of e⁴. */
function squared(s: f64, couplings: f64): f64 {
  const strength = couplings / (SIN2_THETA * (1.0 - SIN2_THETA));
  const off = s - Z_MASS * Z_MASS;
  const width = Z_MASS * Z_WIDTH;
  const norm = off * off + width * width;
  const real = 1.0 + (strength * s * off) / norm;
  const imaginary = (strength * s * width) / norm;
  return real * real + imaginary * imaginary;
}

// @ts-ignore: decorator
@inline
function generate(sample: Sample, channels: Channels, angle: u32, chance: u32): void {
  const cosine = (<f64>angle + 0.5) * (1.0 / 2147483648.0) - 1.0;
  const up = 1.0 + cosine;
  const down = 1.0 - cosine;
  // The range of cos θ, over which the angle is uniform, is 2.
  const weight = 2.0 * (channels.same * up * up + channels.opposite * down * down);
  sample.sumWeights += weight;
  sample.sumSquares += weight * weight;
  if ((<f64>chance + 0.5) * (1.0 / 4294967296.0) * channels.largest >= weight) return;
  if (cosine > 0.0) sample.forward++;
  else sample.backward++;
  sample.histogram[<i32>((<u64>angle * BINS) >> 32)]++;
}
