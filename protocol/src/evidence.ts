/** How much may have escaped audits, given who was caught. docs/VERIFICATION.md derives it. */
import { smallestWhere } from './bisect.ts';

/** Weight of the case that nobody is caught, in the mixture of {@link escapedEvidence}. */
const CLEAN = 0.8;
/** Weight of not betting at all, in the mixture of {@link betAgainst}. */
const ASIDE = 0.5;

/**
 * The most that −ln(chance to escape), summed over all wrong items that escaped, can be when `caught` lies were found,
 * with confidence 1 − `alpha`: 3.2 for none at 95 %, then about the number caught and some.
 *
 * Where a device that is caught loses its work of the job, e^(t·escaped) · (1 − t)^caught is a supermartingale for
 * every t from 0 to 1, whatever the devices do: also when they stop lying in time, or come back under new names. So is
 * a mixture of them, which exceeds 1/α with a chance of at most α (Ville). A limit for a number of caught fixed
 * beforehand (Clopper and Pearson, Garwood) does not hold here: liars choose when to stop.
 */
export function escapedEvidence(caught: number, alpha: number): number {
  const grown = (evidence: number): boolean =>
    (caught === 0 ? CLEAN * Math.exp(evidence) : 0) + (1 - CLEAN) * Math.exp(lnMean(evidence, caught)) >=
    1 / alpha;
  let high = caught + 8;
  while (!grown(high)) high *= 1.5;
  return smallestWhere(grown, { low: 0, high, steps: 80 });
}

/** The logarithm of the integral from 0 to 1 of e^(t·evidence) · (1 − t)^caught. */
function lnMean(evidence: number, caught: number): number {
  // A series of positive terms: sum over n of E^n · caught! / (caught + 1 + n)!
  let term = 1 / (caught + 1);
  let sum = term;
  let scale = 0;
  for (let n = 0; term > sum * 1e-16; n++) {
    term *= evidence / (caught + 2 + n);
    sum += term;
    if (sum > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      scale += 200 * Math.LN10;
    }
  }
  return scale + Math.log(sum);
}

/** One kind of answers, bet on apart. */
export interface Bet {
  readonly caught: number;
  /** Evidence if all of its items were wrong. */
  readonly most: number;
  /** Wrong items at most for so much evidence: concave. */
  readonly wrongFor: (evidence: number) => number;
}

/** ln of half a stake kept aside and half of it spread over all bets t from 0 to 1. */
function lnStake(evidence: number, caught: number): number {
  const spread = lnMean(evidence, caught) + Math.log(1 - ASIDE);
  const aside = Math.log(ASIDE);
  const [high, low] = spread > aside ? [spread, aside] : [aside, spread];
  return high + Math.log1p(Math.exp(low - high));
}

/**
 * The most wrong items in all kinds of answers together, with confidence 1 − `alpha`. The stakes of the kinds multiply:
 * their product is a supermartingale too, and ln of it is convex in what escaped. So the largest number of wrong items
 * at which it is below 1/α is found by its dual, which is never below it.
 */
export function betAgainst(bets: readonly Bet[], alpha: number): number {
  // Past this a stake alone is more than all others can lose.
  const limit = (caught: number): number => 3 * caught + 40 - 3 * Math.log(alpha) + 3 * bets.length;
  const dual = (lnWorth: number): number => {
    const worth = Math.exp(lnWorth);
    const gains = bets.map(({ caught, most, wrongFor }) =>
      largest(
        (evidence) => wrongFor(evidence) - worth * lnStake(evidence, caught),
        0,
        Math.min(most, limit(caught)),
      ),
    );
    return gains.reduce((sum, gain) => sum + gain, -worth * Math.log(alpha));
  };
  // Items for one unit of ln(stake): from a thousandth to more than any job has.
  return -largest((lnWorth) => -dual(lnWorth), -7, 37);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The largest value of a concave function. */
function largest(of: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  for (let i = 0; i < 44; i++) {
    if (atA < atB) {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = of(b);
    } else {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = of(a);
    }
  }
  return Math.max(atA, atB, of(from), of(to));
}
