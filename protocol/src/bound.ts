import { finalPpmOf, type Policy, type QuorumPolicy } from './policy.ts';

/** Items whose chance of being drawn for audit was the same. Items that the referee executed have rate 0. */
export interface Stratum {
  /** Chance of each item to be drawn in at least one round, in millionths, never rounded up. */
  readonly ratePpm: number;
  readonly items: number;
}

/** What was assumed and what was found; shares are in millionths. */
export interface BoundInputs {
  readonly policy: Policy;
  readonly items: number;
  readonly units: number;
  /** Of the accepted answers. */
  readonly strata: readonly Stratum[];
  /** Items of them that were drawn for audit. */
  readonly drawn: number;
  /** Drawn items that were re-executed by other devices, or by the referee, and agreed. */
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  /** Devices that an audit of this job found lying; what they had answered for it was run again. */
  readonly caught: number;
  /** Those of them that a final look or an exit check found. */
  readonly caughtLate: number;
  readonly confidencePpm: number;
  /** The assumed share of device audits and of votes that accomplices of the answer's device make. */
  readonly colludingPpm: number;
}

export const DEFAULT_CONFIDENCE_PPM = 950_000;
export const DEFAULT_COLLUDING_PPM = 200_000;

/** Weight of the case that nobody is caught, in the mixture of {@link escapedEvidence}. */
const CLEAN = 0.8;

/** Of the error allowed, what the bound over all rounds may spend where final looks have one of their own. */
const ALL_ROUNDS = 0.6;

const ESCAPED =
  'E(caught, alpha) solves w * [caught = 0] * e^E + (1 - w) * integral from 0 to 1 of e^(t*E) * (1 - t)^caught dt = 1 / alpha, w = 0.8';
const AUDITS =
  'share of wrong items <= min(all, late) / items; all = unchecked + items bought, the lowest rate first, each for -ln(1 - rate * reliable), ' +
  'until E(caught + unchecked, 0.6 * alpha) is spent; late = unchecked + E(caughtLate + unchecked, 0.4 * alpha) / ' +
  '-ln(1 - finalRate * reliable); without final looks only `all`, with alpha; alpha = 1 - confidence; ' +
  `${ESCAPED}; reliable = (refereeAudits + (1 - colluding) * deviceAudits) / (refereeAudits + deviceAudits); ` +
  'unchecked = drawn - audits made (mixtures of supermartingales: Ville 1939, Robbins 1970)';
const VOTES =
  'the (confidence) quantile of the binomial share of wrong units among `units`, each wrong with chance p, and at least p';

/** The formulas, as they stand in a certificate. */
export const BOUND_FORMULA = {
  audit: AUDITS,
  trusted: `${AUDITS}; 1 where nothing was audited`,
  quorum: `${VOTES}; p = sum over k >= equal of C(executions, k) * colluding^k * (1 - colluding)^(executions - k)`,
  credibility: `the smaller of: (a) ${VOTES}; p = errorPpm / 10^6; (b) ${AUDITS}`,
} as const;

/**
 * Upper bound on the share of wrong items among those accepted, from 0 to 1, true with the stated confidence whatever
 * strategy the devices follow. docs/VERIFICATION.md derives it.
 */
export function errorBound(inputs: BoundInputs): number {
  const { policy, units } = inputs;
  const alpha = 1 - inputs.confidencePpm / 1e6;
  switch (policy.kind) {
    case 'audit':
    case 'trusted':
      return auditBound(inputs, alpha);
    case 'quorum':
      return binomialQuantile(units, quorumError(policy, inputs.colludingPpm), alpha);
    case 'credibility':
      return Math.min(binomialQuantile(units, policy.errorPpm / 1e6, alpha), auditBound(inputs, alpha));
  }
}

/**
 * The bound from audits. Every wrong item of an answer escapes a draw with chance 1 − rate × reliable, and draws within
 * an answer repel each other, so w wrong items escape with at most e^(−c·w), c = −ln(1 − rate × reliable).
 * {@link escapedEvidence} limits the sum of c over all that escaped; a liar gets most wrong items for it where the rate
 * is lowest. The same holds for the final looks alone, which are better where many were caught before.
 */
function auditBound(inputs: BoundInputs, alpha: number): number {
  const { policy, strata, items } = inputs;
  const audited = strata.filter(({ ratePpm }) => ratePpm > 0).sort((a, b) => a.ratePpm - b.ratePpm);
  if (audited.length === 0) return neverAudited(policy) ? 1 : 0;
  const finalPpm = finalPpmOf(policy);
  const all = boundOfAll(inputs, audited, finalPpm === 0 ? alpha : alpha * ALL_ROUNDS);
  const late = finalPpm === 0 ? items : boundOfFinalLooks(inputs, alpha * (1 - ALL_ROUNDS));
  return Math.min(1, Math.min(all, late) / Math.max(1, items));
}

/** Wrong items at most, from all rounds together. */
function boundOfAll(inputs: BoundInputs, audited: readonly Stratum[], alpha: number): number {
  const unchecked = uncheckedOf(inputs);
  let evidence = escapedEvidence(inputs.caught + unchecked, alpha);
  let wrong = unchecked;
  for (const stratum of audited) {
    const price = itemEvidence((stratum.ratePpm / 1e6) * reliableShare(inputs));
    const bought = Math.min(stratum.items, evidence / price);
    wrong += bought;
    evidence -= bought * price;
  }
  return wrong;
}

/** Wrong items at most, from the final looks alone. */
function boundOfFinalLooks(inputs: BoundInputs, alpha: number): number {
  const unchecked = uncheckedOf(inputs);
  const price = itemEvidence((finalPpmOf(inputs.policy) / 1e6) * reliableShare(inputs));
  return unchecked + escapedEvidence(inputs.caughtLate + unchecked, alpha) / price;
}

/** Drawn items that nobody could re-execute: counted as if they had been found wrong. */
const uncheckedOf = ({ drawn, deviceAudits, refereeAudits }: BoundInputs): number =>
  Math.max(0, drawn - deviceAudits - refereeAudits);

const neverAudited = (policy: Policy): boolean => policy.kind === 'trusted' && policy.auditPpm === 0;

/** What one wrong item that escapes costs a liar: minus the logarithm of its chance. `chance` is that of being found. */
export const itemEvidence = (chance: number): number => -Math.log1p(-Math.min(1, chance));

/** The share of audits that tell the truth under the assumption. */
function reliableShare({ deviceAudits, refereeAudits, colludingPpm }: BoundInputs): number {
  const made = deviceAudits + refereeAudits;
  const honest = 1 - colludingPpm / 1e6;
  return made === 0 ? honest : (refereeAudits + honest * deviceAudits) / made;
}

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
  const grown = (evidence: number): boolean => mixture(evidence, caught) >= 1 / alpha;
  let high = caught + 8;
  while (!grown(high)) high *= 1.5;
  let low = 0;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (grown(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function mixture(evidence: number, caught: number): number {
  // The integral as a series of positive terms: sum over n of E^n · caught! / (caught + 1 + n)!
  let term = 1 / (caught + 1);
  let sum = term;
  for (let n = 0; term > sum * 1e-16; n++) {
    term *= evidence / (caught + 2 + n);
    sum += term;
  }
  return (caught === 0 ? CLEAN * Math.exp(evidence) : 0) + (1 - CLEAN) * sum;
}

/** The chance that enough colluders come together in one quorum to decide it. */
export function quorumError({ executions, equal }: QuorumPolicy, colludingPpm: number): number {
  const colluding = colludingPpm / 1e6;
  let chance = 0;
  for (let k = equal; k <= executions; k++)
    chance += choose(executions, k) * colluding ** k * (1 - colluding) ** (executions - k);
  return chance;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
}

/** Past this expectation the exact sum gives way to Chernoff's bound, which is a little larger. */
const EXACT_UP_TO = 200;

/**
 * The share that a binomial count out of `units` exceeds with a chance of at most `alpha`; never less than `p`, so that
 * few units do not make a promise of nothing.
 */
export function binomialQuantile(units: number, p: number, alpha: number): number {
  if (units === 0 || p >= 1) return Math.min(1, p);
  if (units * p > EXACT_UP_TO) return chernoffQuantile(units, p, alpha);
  let term = Math.exp(units * Math.log1p(-p));
  let below = term;
  let k = 0;
  while (below < 1 - alpha && k < units) {
    term *= ((units - k) * p) / ((k + 1) * (1 - p));
    below += term;
    k++;
  }
  return Math.min(1, Math.max(p, k / units));
}

function chernoffQuantile(units: number, p: number, alpha: number): number {
  const unlikely = (share: number): boolean => {
    const above = share >= 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - p));
    return units * (share * Math.log(share / p) + above) >= -Math.log(alpha);
  };
  let low = p;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (unlikely(middle)) high = middle;
    else low = middle;
  }
  return high;
}
