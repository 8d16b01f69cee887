import { smallestWhere } from './bisect.ts';
import { betAgainst, escapedEvidence } from './evidence.ts';
import { finalPpmOf, type Policy, type QuorumPolicy } from './policy.ts';

/** Items of answers that were drawn at the same rates. Items that the referee executed have rates of 0. */
export interface Stratum {
  /** Chance of each item to be drawn at the answer, in millionths: what its device's standing asked for. */
  readonly answerPpm: number;
  /** Chance of each item to be drawn in at least one round, in millionths, never rounded up. */
  readonly ratePpm: number;
  readonly items: number;
}

/** Devices that an audit of a job found lying; what they had answered for it was run again. */
export interface Caught {
  /** The rate at the answer that gave them away. */
  readonly answerPpm: number;
  readonly devices: number;
  /** Those of them that a final look or an exit check found. */
  readonly late: number;
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
  /** One line for each rate at which somebody was caught. */
  readonly caught: readonly Caught[];
  readonly confidencePpm: number;
  /** The assumed share of device audits and of votes that accomplices of the answer's device make. */
  readonly colludingPpm: number;
}

export const DEFAULT_CONFIDENCE_PPM = 950_000;
export const DEFAULT_COLLUDING_PPM = 200_000;

/** What each of the three bounds from audits may spend of the error allowed, with final looks and without. */
const SPENT = {
  looked: { clean: 0.5, standing: 0.25, late: 0.25 },
  plain: { clean: 0.6, standing: 0.4, late: 0 },
} as const;

const AUDITS =
  'share of wrong items <= (unchecked + min(clean, standing, late)) / items; clean, where nobody was caught: items bought, the cheapest first, each ' +
  'for c = -ln(1 - rate * reliable), until -ln(0.5 * alpha) is spent; standing: the most items w in all such that the sum over rates a at the answer of ' +
  'ln(1/2 + 1/2 * integral from 0 to 1 of e^(t*E_a) * (1 - t)^k_a dt) is at most -ln(0.25 * alpha), k_a = devices caught at rate a + unchecked, E_a = the sum of c over the items of ' +
  'rate a among w; late: items bought, each for -ln(1 - finalRate * reliable * (1 - before) / (1 - before * reliable)), before = 1 - (1 - min(1, 1.1 * rate)) / (1 - finalRate), until E is spent, where 0.8 * [k = 0] * e^E + ' +
  '0.2 * integral from 0 to 1 of e^(t*E) * (1 - t)^k dt = 4 / alpha, k = devices caught late + unchecked; without final looks only clean (0.6) and standing (0.4); alpha = 1 - confidence; ' +
  'reliable = (refereeAudits + (1 - colluding) * deviceAudits) / (refereeAudits + deviceAudits); ' +
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
 * an answer repel each other, so w wrong items escape with at most e^(−c·w), c = −ln(1 − rate × reliable). What was found
 * limits the sum of c over all that escaped; a liar gets most wrong items for it where c is least. Three ways of betting
 * against liars are played side by side, and the best of them counts. docs/VERIFICATION.md says why each holds.
 */
function auditBound(inputs: BoundInputs, alpha: number): number {
  const { policy, strata, items } = inputs;
  const audited = strata.filter(({ ratePpm }) => ratePpm > 0);
  if (audited.length === 0) return neverAudited(policy) ? 1 : 0;
  const priced = pricesOf(audited, inputs);
  const spent = finalPpmOf(policy) === 0 ? SPENT.plain : SPENT.looked;
  const unchecked = uncheckedOf(inputs);
  const isClean = unchecked === 0 && inputs.caught.every(({ devices }) => devices === 0);
  // Where nobody was caught the second is never the better one.
  const early = isClean
    ? bought(byPrice(priced), -Math.log(alpha * spent.clean))
    : boundByStanding(priced, inputs, alpha * spent.standing);
  const late = spent.late === 0 ? items : boundOfFinalLooks(priced, inputs, alpha * spent.late);
  return Math.min(1, (unchecked + Math.min(early, late)) / Math.max(1, items));
}

interface Priced {
  readonly answerPpm: number;
  readonly items: number;
  /** What a wrong item that escapes costs a liar: minus the logarithm of its chance. */
  readonly price: number;
  /** The same for the final look alone: an accomplice who vouched for an item vouches for it once and for all. */
  readonly latePrice: number;
}

/** Rates after exit checks are kept to two digits: what was drawn before a final look may be so much more. */
const GRAIN = 1.1;

function pricesOf(strata: readonly Stratum[], inputs: BoundInputs): Priced[] {
  const reliable = reliableShare(inputs);
  const looked = finalPpmOf(inputs.policy) / 1e6;
  return strata.map(({ answerPpm, ratePpm, items }) => {
    const rate = ratePpm / 1e6;
    const before = Math.max(0, 1 - (1 - Math.min(1, GRAIN * rate)) / (1 - looked));
    const fresh = before < 1 ? (1 - before) / (1 - before * reliable) : 0;
    return {
      answerPpm,
      items,
      price: itemEvidence(rate * reliable),
      latePrice: itemEvidence(looked * reliable * fresh),
    };
  });
}

/** Items that a liar gets wrong for so much evidence, the cheapest first. Strata are given by price. */
function bought(
  strata: readonly { readonly price: number; readonly items: number }[],
  evidence: number,
): number {
  let wrong = 0;
  let left = evidence;
  for (const { price, items } of strata) {
    const some = price > 0 ? Math.min(items, left / price) : items;
    wrong += some;
    left -= some * price;
  }
  return wrong;
}

const byPrice = <T extends { readonly price: number }>(strata: readonly T[]): T[] =>
  [...strata].sort((a, b) => a.price - b.price);

/** Wrong items at most where each rate at the answer is bet on apart: who is caught on probation says nothing of veterans. */
function boundByStanding(priced: readonly Priced[], inputs: BoundInputs, alpha: number): number {
  const rates = new Set([...priced, ...inputs.caught].map(({ answerPpm }) => answerPpm));
  const unchecked = uncheckedOf(inputs);
  const bets = [...rates].map((rate) => {
    const strata = byPrice(priced.filter(({ answerPpm }) => answerPpm === rate));
    const caught = inputs.caught.reduce(
      (sum, { answerPpm, devices }) => sum + (answerPpm === rate ? devices : 0),
      0,
    );
    return {
      caught: caught + unchecked,
      most: strata.reduce((sum, { price, items }) => sum + price * items, 0),
      wrongFor: (evidence: number) => bought(strata, evidence),
    };
  });
  return Math.min(
    betAgainst(bets, alpha),
    priced.reduce((sum, { items }) => sum + items, 0),
  );
}

/** Wrong items at most, from the final looks alone. */
function boundOfFinalLooks(priced: readonly Priced[], inputs: BoundInputs, alpha: number): number {
  const late = inputs.caught.reduce((sum, caught) => sum + caught.late, 0);
  const strata = byPrice(priced.map(({ items, latePrice }) => ({ items, price: latePrice })));
  return bought(strata, escapedEvidence(late + uncheckedOf(inputs), alpha));
}

/** Drawn items that nobody could re-execute: counted as if they had been found wrong, and as if each were a catch. */
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
  return smallestWhere(unlikely, { low: p, high: 1, steps: 60 });
}
