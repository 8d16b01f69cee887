/** How often noise alone passes a threshold. */
import { FOLDED_SCORE, FOLDS, PULSE_LENGTH, SAMPLES, SHORTEST_PERIOD } from './reference.ts';

/** The power in a bin of a spectrum of Gaussian noise is exponentially distributed: P(> t) = e^−t in units of its mean. */
export const tail = (power: number): number => Math.exp(-power);

/** Folded powers that an item looks at. */
export const FOLDED_TRIALS =
  PULSE_LENGTH *
  FOLDS *
  Array.from({ length: SHORTEST_PERIOD }, (_, i) => SHORTEST_PERIOD + i).reduce((sum, one) => sum + one, 0);

/**
 * The chance that a folded power exceeds {@link FOLDED_SCORE}: m of n exponential powers, divided by the mean of all n, have
 * m/n of the sum by a Beta(m, n − m) law, whose tail is a sum of binomial probabilities.
 */
export function foldedTail(): number {
  const n = SAMPLES / PULSE_LENGTH;
  const share = (FOLDS + FOLDED_SCORE * Math.sqrt(FOLDS)) / n;
  let term = (1 - share) ** (n - 1);
  let sum = 0;
  for (let k = 0; k < FOLDS; k++) {
    sum += term;
    term *= ((n - 1 - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}
