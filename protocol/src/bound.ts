import type { Policy } from './policy.ts';

/** What an error bound is computed from. Shares are in millionths. */
export interface BoundInputs {
  readonly policy: Policy;
  /** Items re-executed by other devices that agreed, in the answers that were accepted. */
  readonly deviceAudits: number;
  /** Items re-executed by the referee that agreed. */
  readonly refereeAudits: number;
  readonly confidencePpm: number;
  /** The assumed share of devices that collude: their audits prove nothing. */
  readonly colludingPpm: number;
}

export const DEFAULT_CONFIDENCE_PPM = 950_000;
export const DEFAULT_COLLUDING_PPM = 100_000;

/** The formulas, as they stand in a certificate. */
export const BOUND_FORMULA = {
  audit:
    'share of wrong items <= 1 - (1 - confidence)^(1 / n), n = refereeAudits + (1 - colluding) * deviceAudits; ' +
    'zero failures in n random draws (exact binomial, Clopper and Pearson 1934)',
  quorum:
    'share of wrong items <= sum over k >= equal of C(executions, k) * colluding^k * (1 - colluding)^(executions - k); ' +
    'independent devices of which a share colludes on the same wrong answer',
} as const;

/** Upper bound on the share of wrong items, from 0 to 1. */
export function errorBound(inputs: BoundInputs): number {
  const colluding = inputs.colludingPpm / 1e6;
  if (inputs.policy.kind === 'quorum')
    return quorumBound(inputs.policy.executions, inputs.policy.equal, colluding);
  const n = inputs.refereeAudits + (1 - colluding) * inputs.deviceAudits;
  return n === 0 ? 1 : 1 - (1 - inputs.confidencePpm / 1e6) ** (1 / n);
}

function quorumBound(executions: number, equal: number, colluding: number): number {
  let bound = 0;
  for (let k = equal; k <= executions; k++)
    bound += choose(executions, k) * colluding ** k * (1 - colluding) ** (executions - k);
  return bound;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
}
