/**
 * A search for narrow-band signals in a band of radio samples, after SETI@home's: undo a drift of the frequency, transform at
 * several lengths, and look for spikes (a carrier), Gaussians (a source that the telescope's beam passes over) and pulses
 * (something that repeats). One item is one drift rate on one stretch of the recording.
 *
 * All arithmetic is + − × ÷ on f32 and f64 in a fixed order, sine and cosine included, so that `reference.ts` gives the same
 * bytes.
 */
import { Dataset } from 'manyhands';
import { Candidates, RATE, SAMPLES } from './candidates';
import { findGaussians, GAUSSIAN_LENGTH } from './gaussians';
import { findPulses, PULSE_LENGTH } from './pulses';
import { cosine, rotate, sine } from './rotation';
import { Spectra } from './spectra';
import { LENGTHS, Spikes } from './spikes';

/** Bytes of a unit: I and Q of each sample. */
const UNIT_BYTES: u64 = SAMPLES * 2;

/**
 * Searches one unit at one drift rate.
 * @param recording units of 131,072 complex samples at 9765.625 a second, one signed byte for I and one for Q
 * @param unit which of them, from 0
 * @param drift of the frequency in Hz a second; what drifts so stands still in the spectra
 */
export function search(recording: Dataset, unit: u32, drift: f64): Candidates {
  if ((<u64>unit + 1) * UNIT_BYTES > <u64>recording.length) throw new Error('the recording has no such unit');
  const samples = recording.dataStart + <usize>unit * <usize>UNIT_BYTES;
  const found = new Candidates();
  const mean = meanPower(samples);
  if (mean === 0) throw new Error('the unit is silent');
  found.meanPower = mean;
  const real = new StaticArray<f32>(SAMPLES);
  const imaginary = new StaticArray<f32>(SAMPLES);
  undoDrift(samples, drift, real, imaginary);
  const spectra = new Spectra(real, imaginary, mean);
  const spikes = new Spikes();
  for (let i = 0, length = PULSE_LENGTH; i < LENGTHS; i++, length *= 4) {
    const power = spectra.ofLength(length);
    spikes.scan(power, length, i);
    if (length === PULSE_LENGTH) findPulses(found, power);
    if (length === GAUSSIAN_LENGTH) findGaussians(found, power);
  }
  spikes.giveTo(found);
  return found;
}

function meanPower(samples: usize): f64 {
  let sum: i64 = 0;
  for (const end = samples + <usize>UNIT_BYTES; samples < end; samples++) {
    const value = <i64>load<i8>(samples);
    sum += value * value;
  }
  return <f64>sum / <f64>SAMPLES;
}

/** Multiplies sample n by e^(−iπ·drift·t²), t = n / RATE. */
function undoDrift(samples: usize, drift: f64, real: StaticArray<f32>, imaginary: StaticArray<f32>): void {
  const turns = (-0.5 * drift) / (RATE * RATE);
  for (let n = 0; n < SAMPLES; n++, samples += 2) {
    rotate(turns * (<f64>n * <f64>n));
    const c = <f32>cosine;
    const s = <f32>sine;
    const x = <f32>load<i8>(samples);
    const y = <f32>load<i8>(samples, 1);
    unchecked((real[n] = x * c - y * s));
    unchecked((imaginary[n] = x * s + y * c));
  }
}
