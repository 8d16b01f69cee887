/** Candidates of many items brought together: what stands behind them. */
import type { Item } from './plan.ts';
import type { Kind, Signal } from './recording.ts';
import { type Candidates, FOLDS, GAUSSIAN_LENGTH, PULSE_LENGTH, RATE } from './reference.ts';

/** One candidate of one item. */
export interface Detection {
  readonly kind: Kind;
  readonly unit: number;
  /** Hz a second. */
  readonly drift: number;
  /** Seconds from the unit's begin: the middle of what was added up. */
  readonly time: number;
  /** Hz from the band's middle at that time, as received. */
  readonly frequency: number;
  /** Hz: the width of a bin. */
  readonly resolution: number;
  /** Seconds that were added up. */
  readonly span: number;
  /** Power or standard deviations. */
  readonly score: number;
  /** Seconds between pulses; 0 for what does not repeat. */
  readonly period: number;
}

type Found = Omit<Detection, 'unit' | 'drift' | 'resolution'> & { readonly length: number };

/** All candidates of an item. */
export function detectionsOf({ unit, drift }: Item, row: Candidates): Detection[] {
  const spikes = Array.from(row.spikeTime, (time, i): Found => {
    const length = row.spikeLength[i];
    const [frequency, score] = [row.spikeFrequency[i], row.spikePower[i]];
    return { kind: 'carrier', length, time, frequency, score, span: length / RATE, period: 0 };
  });
  const gaussians = Array.from(row.gaussianTime, (time, i): Found => {
    const [frequency, score] = [row.gaussianFrequency[i], row.gaussianScore[i]];
    const span = (24 * GAUSSIAN_LENGTH) / RATE;
    return { kind: 'gaussian', length: GAUSSIAN_LENGTH, time, frequency, score, span, period: 0 };
  });
  const pulses = Array.from(row.pulsePeriod, (period, i): Found => {
    const [frequency, score] = [row.pulseFrequency[i], row.pulseScore[i]];
    const span = FOLDS * period;
    return { kind: 'pulse', length: PULSE_LENGTH, time: span / 2, frequency, score, span, period };
  });
  return [...spikes, ...gaussians, ...pulses].map(({ length, ...found }) => ({
    ...found,
    unit,
    drift,
    // The kernel's frequencies are those at the unit's begin, with the drift undone.
    frequency: found.frequency + drift * found.time,
    resolution: RATE / length,
  }));
}

/** Hz by which a detection misses where the signal was at that time. */
const missedBy = (detection: Detection, signal: Signal): number =>
  Math.abs(detection.frequency - (signal.frequency + signal.drift * detection.time));

/** Hz on either side that a signal takes by being switched on and off: a pulse's 52 ms, a beam's 1.5 s. */
const BANDWIDTH: Readonly<Record<Kind, number>> = { carrier: 0, gaussian: 0.7, pulse: 19 };

/** Whether the signal can be what was detected, also at another drift than its own, by which it is smeared. */
export const explains = (signal: Signal, detection: Detection): boolean =>
  missedBy(detection, signal) <=
  2 * detection.resolution +
    BANDWIDTH[signal.kind] +
    (Math.abs(detection.drift - signal.drift) * detection.span) / 2;

/** The best detection of a signal's kind that the signal explains. */
export function bestOf(detections: readonly Detection[], signal: Signal): Detection | null {
  const fitting = detections.filter(
    (detection) =>
      detection.kind === signal.kind && detection.unit === signal.unit && explains(signal, detection),
  );
  return fitting.reduce<Detection | null>(
    (best, one) => (best === null || one.score > best.score ? one : best),
    null,
  );
}

/** How far each kind's best detection may be off: bins of frequency, Hz a second of drift, seconds of time and of period. */
const TOLERANCE: Readonly<Record<Kind, { bins: number; drift: number; time: number; period: number }>> = {
  // One bin a spectrum of 1.7 s.
  carrier: { bins: 1.5, drift: 0.6, time: Number.POSITIVE_INFINITY, period: 0 },
  // One bin, 9.5 Hz, over twice the beam's 0.63 s; the beam's width in time.
  gaussian: { bins: 1.5, drift: 8, time: 0.63, period: 0 },
  // One bin, 38 Hz, over some 8 s; the pulse's 52 ms over the 15 periods between the first and the last.
  pulse: { bins: 2, drift: 8, time: Number.POSITIVE_INFINITY, period: 0.0035 },
};

/** Why a detection is not the signal as it was put in, or null. */
export function differs(detection: Detection, signal: Signal): string | null {
  const allowed = TOLERANCE[signal.kind];
  const off = missedBy(detection, signal);
  if (off > allowed.bins * detection.resolution) return `its frequency is off by ${off.toFixed(2)} Hz`;
  const drift = Math.abs(detection.drift - signal.drift);
  if (drift > allowed.drift) return `its drift is off by ${drift.toFixed(2)} Hz/s`;
  const time = Math.abs(detection.time - signal.time);
  if (time > allowed.time) return `its time is off by ${time.toFixed(2)} s`;
  const period = Math.abs(detection.period - signal.period);
  if (signal.kind === 'pulse' && period > allowed.period)
    return `its period is off by ${(1000 * period).toFixed(1)} ms`;
  return null;
}
