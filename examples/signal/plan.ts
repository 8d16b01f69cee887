/** Which units are searched at which drift rates. */
import type { Size } from '@manyhands/examples-common';
import { LENGTHS, RATE } from './reference.ts';

export interface Plan {
  /** Even ones hold signals, odd ones only noise. */
  readonly units: number;
  /** Drift rates are −steps … steps times {@link DRIFT_STEP}. */
  readonly steps: number;
}

export const PLANS: Readonly<Record<Size, Plan>> = {
  small: { units: 2, steps: 10 },
  full: { units: 16, steps: 56 },
};

/** Hz a second: a carrier half a step off moves by half a bin while the longest spectrum is taken. */
export const DRIFT_STEP = (RATE / LENGTHS[LENGTHS.length - 1]) ** 2;

/** The steepest drift that is put into the recording, just inside of what is searched. */
export const steepest = ({ steps }: Plan): number => DRIFT_STEP * (steps - 0.5);

/** An item's input. */
export interface Item {
  readonly unit: number;
  readonly drift: number;
}

/** All drift rates of the first unit, then of the second … */
export const itemsOf = ({ units, steps }: Plan): Item[] =>
  Array.from({ length: units }, (_, unit) =>
    Array.from({ length: 2 * steps + 1 }, (_, i) => ({ unit, drift: (i - steps) * DRIFT_STEP })),
  ).flat();
