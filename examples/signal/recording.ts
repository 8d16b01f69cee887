/**
 * A recording with known contents: noise as a receiver has it, and in every other unit signals that were put there. 8 bits
 * for I and for Q, as Breakthrough Listen's raw data; SETI@home had 1 bit each.
 */
import { philox } from '@manyhands/examples-common/philox';
import { logarithm, rotate } from './arithmetic.ts';
import { GAUSSIAN_LENGTH, PULSE_LENGTH, RATE, SAMPLES } from './reference.ts';

export type Kind = 'carrier' | 'gaussian' | 'pulse';

/** A signal as it was put in. */
export interface Signal {
  readonly kind: Kind;
  readonly unit: number;
  /** Hz from the band's middle, at the unit's begin. */
  readonly frequency: number;
  /** Hz a second. */
  readonly drift: number;
  /**
   * What an ideal filter finds: for a carrier the power in a spectrum of 16384 samples in means of the noise; for a Gaussian
   * and for pulses the standard deviations by which it stands out.
   */
  readonly strength: number;
  /** Seconds: when a Gaussian's beam is centred, and a train of pulses begins. */
  readonly time: number;
  /** Seconds between pulses. */
  readonly period: number;
}

/** Steps of quantisation that make one standard deviation of the noise of I and of Q. */
const STEPS = 24;
const BEAM_SECONDS = (6 * GAUSSIAN_LENGTH) / RATE;
/** √Σ g² of the beam's shape in spectra: (6 √π)^½. */
const BEAM_NORM = Math.sqrt(6 * Math.sqrt(Math.PI));
/** A pulse lasts two spectra, so that one lies wholly in it. */
const PULSE_SECONDS = (2 * PULSE_LENGTH) / RATE;
const NOISE_KEY = 0x6e6f6973;
const SIGNAL_KEY = 0x7369676e;

/** Numbers in (0, 1), four a counter. */
function* uniforms(stream: number, key: number): Generator<number, never> {
  const words = new Uint32Array(4);
  for (let counter = 0; ; counter++) {
    words.set([counter, 0, 0, 0]);
    philox(words, stream, key);
    for (const word of words) yield (word + 0.5) / 2 ** 32;
  }
}

const KINDS: readonly Kind[] = ['carrier', 'gaussian', 'pulse', 'carrier', 'gaussian', 'pulse', 'carrier'];

/**
 * Strengths that are put in: from what a search may miss to what it finds easily. From `sure` on it must find all, also those
 * between two bins (which costs up to 60 %); pulses also raise the mean that they are measured by.
 */
export const STRENGTHS: Readonly<Record<Kind, { from: number; sure: number; to: number }>> = {
  carrier: { from: 30, sure: 100, to: 230 },
  gaussian: { from: 12, sure: 50, to: 90 },
  pulse: { from: 15, sure: 70, to: 110 },
};
/** The first of each kind in a unit is sure to be found. */
const SURE = 3;
/** Hz from one signal's place in the band to the next. */
const SPACING = 1200;

/** Signals of one unit: none in odd ones. `steepest`: Hz a second. */
export function signalsOf(unit: number, steepest: number): Signal[] {
  if (unit % 2 === 1) return [];
  const random = uniforms(unit, SIGNAL_KEY);
  const between = (from: number, to: number): number => from + (to - from) * random.next().value;
  return KINDS.map((kind, i) => ({
    kind,
    unit,
    frequency: (i - (KINDS.length - 1) / 2) * SPACING + between(-200, 200),
    drift: between(-steepest, steepest),
    strength: between(i < SURE ? STRENGTHS[kind].sure : STRENGTHS[kind].from, STRENGTHS[kind].to),
    time: kind === 'gaussian' ? between(2.5, 11) : between(0, 0.4),
    period: between(17, 31) * (PULSE_LENGTH / RATE),
  }));
}

/** Amplitude at time t in units of the noise's standard deviation (of I and Q together). */
function amplitude({ kind, strength, time, period }: Signal): (t: number) => number {
  switch (kind) {
    case 'carrier': {
      const level = Math.sqrt(strength / 16384);
      return () => level;
    }
    case 'gaussian': {
      const level = Math.sqrt(strength / BEAM_NORM / GAUSSIAN_LENGTH);
      // The square root of a power e^(−u²/2); what the host's exponential rounds otherwise is lost in quantisation.
      return (t) => level * Math.exp(-(((t - time) / BEAM_SECONDS) ** 2) / 4);
    }
    case 'pulse': {
      const level = Math.sqrt(strength / 4 / PULSE_LENGTH);
      return (t) => (t >= time && (t - time) % period < PULSE_SECONDS ? level : 0);
    }
  }
}

/** Two normal deviates by Box and Muller. */
function normals(random: Iterator<number, never>): readonly [number, number] {
  const radius = Math.sqrt(-2 * logarithm(random.next().value));
  const [c, s] = rotate(random.next().value);
  return [radius * c, radius * s];
}

const quantised = (value: number): number => Math.max(-127, Math.min(127, Math.round(value * STEPS)));

/** Samples of one unit: I and Q, one signed byte each. */
export function recordUnit(unit: number, signals: readonly Signal[]): Int8Array {
  const random = uniforms(unit, NOISE_KEY);
  const sources = signals.map((signal) => ({ signal, amplitude: amplitude(signal) }));
  const samples = new Int8Array(2 * SAMPLES);
  for (let n = 0; n < SAMPLES; n++) {
    const t = n / RATE;
    let [x, y] = normals(random);
    for (const { signal, amplitude: at } of sources) {
      const level = Math.SQRT2 * at(t);
      if (level === 0) continue;
      const [c, s] = rotate(signal.frequency * t + 0.5 * signal.drift * t * t);
      x += level * c;
      y += level * s;
    }
    samples[2 * n] = quantised(x);
    samples[2 * n + 1] = quantised(y);
  }
  return samples;
}

/** Units one after the other. */
export function record(units: number, steepest: number): Uint8Array {
  const recording = new Uint8Array(units * SAMPLES * 2);
  for (let unit = 0; unit < units; unit++)
    recording.set(new Uint8Array(recordUnit(unit, signalsOf(unit, steepest)).buffer), unit * SAMPLES * 2);
  return recording;
}
