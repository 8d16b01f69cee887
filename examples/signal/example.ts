/** The search for signals, as the network runs it. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { bestOf, type Detection, detectionsOf, differs, explains } from './detections.ts';
import { drawWaterfall } from './picture.ts';
import { itemsOf, PLANS, steepest } from './plan.ts';
import { record, type Signal, STRENGTHS, signalsOf } from './recording.ts';
import { type Candidates, LENGTHS, POWER_BINS, SAMPLES } from './reference.ts';
import { FOLDED_TRIALS, foldedTail, tail } from './theory.ts';

const FILES = ['index', 'candidates', 'gaussians', 'pulses', 'rotation', 'spectra', 'spikes'];
/** Powers above 1, 2, … 10 are compared with theory: beyond, one unit of noise has too few. */
const HIGHEST_POWER = 10;
/** The finding says how many there are above this one. */
const SHOWN_POWER = 8;
/** No pull from theory may be larger. */
const LARGEST_PULL = 4.5;
/** A rare run of noise makes so many folded powers high at once: neighbouring periods, phases and starts. */
const FOLDED_TOGETHER = 4;

const signalsIn = (size: Size): Signal[] => {
  const plan = PLANS[size];
  return Array.from({ length: plan.units }, (_, unit) => signalsOf(unit, steepest(plan))).flat();
};

const allDetections = (rows: readonly Candidates[], size: Size): Detection[] => {
  const items = itemsOf(PLANS[size]);
  return rows.flatMap((row, i) => detectionsOf(items[i], row));
};

const isSure = ({ kind, strength }: Signal): boolean => strength >= STRENGTHS[kind].sure;

/** Every sure signal must have been found as it was put in; of the others the finding says how many were. */
function checkSignals(detections: readonly Detection[], signals: readonly Signal[]): Finding[] {
  const judged = signals.map((signal) => {
    const best = bestOf(detections, signal);
    return { signal, failure: best === null ? 'nothing is there' : differs(best, signal) };
  });
  return (['carrier', 'gaussian', 'pulse'] as const).map((kind) => {
    const ofKind = judged.filter(({ signal }) => signal.kind === kind);
    const sure = ofKind.filter(({ signal }) => isSure(signal));
    const failed = sure.filter(({ failure }) => failure !== null);
    const weak = ofKind.filter(({ signal }) => !isSure(signal));
    const weakFound = weak.filter(({ failure }) => failure === null).length;
    return confirm(
      {
        what: `${kind}s found with the right frequency, drift, time and period`,
        expected: `all ${sure.length} of strength ${STRENGTHS[kind].sure} or more`,
        found:
          failed.length === 0
            ? `${sure.length}, and ${weakFound} of ${weak.length} weaker ones`
            : failed.map(({ signal, failure }) => `${JSON.stringify(signal)}: ${failure}`).join('; '),
      },
      failed.length === 0,
    );
  });
}

/** Whatever was found is a signal that was put in: noise gives less than one false candidate in all. */
function checkNothingElse(detections: readonly Detection[], signals: readonly Signal[]): Finding {
  const unexplained = detections.filter(
    (detection) => !signals.some((signal) => signal.unit === detection.unit && explains(signal, detection)),
  );
  return confirm(
    {
      what: `candidates that no signal explains, of ${detections.length}`,
      expected: '0',
      found: unexplained.length === 0 ? '0' : JSON.stringify(unexplained.slice(0, 5)),
    },
    unexplained.length === 0,
  );
}

/** Rows of units that hold noise alone, and how many units they are. */
function noiseRows(rows: readonly Candidates[], size: Size): { noise: Candidates[]; units: number } {
  const items = itemsOf(PLANS[size]);
  return { noise: rows.filter((_, i) => items[i].unit % 2 === 1), units: PLANS[size].units / 2 };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How many powers exceed 1, 2, … at each length, against e^−t. The drift rates of a unit see the same noise, so that they count
 * as a single sample at worst: the error is that of one.
 */
function checkTails(rows: readonly Candidates[], size: Size): Finding {
  const { noise, units } = noiseRows(rows, size);
  const pulls = LENGTHS.flatMap((_, index) =>
    Array.from({ length: HIGHEST_POWER }, (_, i) => {
      const above = mean(noise.map((row) => countAbove(row.powers, index, i + 1)));
      const chance = tail(i + 1);
      return (above - SAMPLES * chance) / Math.sqrt((SAMPLES * chance * (1 - chance)) / units);
    }),
  );
  const largest = Math.max(...pulls.map(Math.abs));
  const above = mean(noise.flatMap((row) => LENGTHS.map((_, i) => countAbove(row.powers, i, SHOWN_POWER))));
  return confirm(
    {
      what: `powers of noise above 1 … ${HIGHEST_POWER}, ${pulls.length} pulls from e^−t`,
      expected: `all within ±${LARGEST_PULL}`,
      found:
        `largest ${largest.toFixed(2)}; above ${SHOWN_POWER} there are ` +
        `${(above / (SAMPLES * tail(SHOWN_POWER))).toFixed(3)} of what e^−${SHOWN_POWER} says`,
    },
    largest < LARGEST_PULL,
  );
}

function countAbove(powers: Uint32Array, index: number, power: number): number {
  return powers
    .subarray(index * POWER_BINS + power, (index + 1) * POWER_BINS)
    .reduce((sum, count) => sum + count, 0);
}

function checkFolded(rows: readonly Candidates[], size: Size): Finding {
  const { noise, units } = noiseRows(rows, size);
  const expected = FOLDED_TRIALS * foldedTail();
  const error = Math.sqrt((expected * FOLDED_TOGETHER) / units);
  const found = mean(noise.map((row) => row.folded));
  return confirm(
    {
      what: 'folded powers of noise above 6 standard deviations, an item',
      expected: `${expected.toFixed(2)} ± ${error.toFixed(2)}`,
      found: found.toFixed(2),
    },
    Math.abs(found - expected) < LARGEST_PULL * error,
  );
}

function check(rows: readonly Candidates[], size: Size): Finding[] {
  const signals = signalsIn(size);
  const detections = allDetections(rows, size);
  return [
    ...checkSignals(detections, signals),
    checkNothingElse(detections, signals),
    checkTails(rows, size),
    checkFolded(rows, size),
  ];
}

function picture(rows: readonly Candidates[], size: Size): Uint8Array {
  const detections = allDetections(rows, size);
  const found = signalsIn(size)
    .filter(({ unit }) => unit === 0)
    .flatMap((signal) => bestOf(detections, signal) ?? []);
  return drawWaterfall(record(1, steepest(PLANS[size])), found);
}

export const example: Example<Candidates> = {
  name: 'signal',
  title: 'Search a radio recording for drifting carriers, Gaussians and pulses',
  kernel: {
    entry: 'index.ts',
    files: Object.fromEntries(
      FILES.map((name) => [`${name}.ts`, textBeside(import.meta.url, `assembly/${name}.ts`)]),
    ),
  },
  datasets: { recording: async (size) => record(PLANS[size].units, steepest(PLANS[size])) },
  inputs: async (size) =>
    `unit,drift\n${itemsOf(PLANS[size])
      .map(({ unit, drift }) => `${unit},${drift}\n`)
      .join('')}`,
  check: async (rows, size) => check(rows, size),
  picture: async (rows, size) => ({
    name: 'waterfall.png',
    bytes: picture(rows, size),
  }),
};
