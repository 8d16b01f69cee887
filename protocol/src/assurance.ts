import { DEFAULT_COLLUDING_PPM, DEFAULT_CONFIDENCE_PPM, errorBound, type Stratum } from './bound.ts';
import { newcomersNeeded, recordNeeded } from './credibility.ts';
import { type AuditPolicy, type Policy, refereePpmOf } from './policy.ts';

/** What a job of this size is: items, items of a unit, and devices that will take part, all of them newcomers. */
export interface JobSize {
  readonly items: number;
  readonly unitItems: number;
  readonly devices: number;
}

/** What a policy costs and proves for a job, before it starts. */
export interface Assurance {
  readonly policy: Policy;
  /** The computation itself included, while nobody lies. */
  readonly executionsPerItem: number;
  readonly audits: number;
  /** Upper bound on the share of wrong items that the certificate will state if nobody is caught lying. */
  readonly bound: number;
  readonly confidencePpm: number;
  readonly colludingPpm: number;
}

/** Computed by the formula that the certificate uses. */
export function assuranceOf(policy: Policy, size: JobSize): Assurance {
  const audits = expectedAudits(policy, size);
  const refereeAudits = (audits * refereePpmOf(policy)) / 1e6;
  const assumed = { confidencePpm: DEFAULT_CONFIDENCE_PPM, colludingPpm: DEFAULT_COLLUDING_PPM };
  const bound = errorBound({
    policy,
    items: size.items,
    units: Math.ceil(size.items / size.unitItems),
    strata: strataOf(policy, size),
    // Expectations are no whole numbers: nothing is taken to stay unchecked.
    drawn: 0,
    deviceAudits: audits - refereeAudits,
    refereeAudits,
    caught: [],
    ...assumed,
  });
  const executionsPerItem = votesPerItem(policy, size) + audits / Math.max(1, size.items);
  return { policy, executionsPerItem, audits: Math.round(audits), bound, ...assumed };
}

/** Items at the lower of an audit policy's rates: nobody knows beforehand how many veterans will come. */
function strataOf(policy: Policy, { items }: JobSize): Stratum[] {
  switch (policy.kind) {
    case 'audit': {
      const answerPpm = Math.min(policy.newcomerPpm, policy.veteranPpm);
      return [{ answerPpm, ratePpm: bothRounds(answerPpm, policy.finalPpm), items }];
    }
    case 'credibility':
      return [{ answerPpm: policy.spotPpm, ratePpm: policy.spotPpm, items }];
    case 'trusted':
      return [{ answerPpm: policy.auditPpm, ratePpm: policy.auditPpm, items }];
    case 'quorum':
      return [];
  }
}

/** The chance to be drawn at the answer or in the final look, in millionths. */
const bothRounds = (ppm: number, finalPpm: number): number =>
  Math.floor(1e6 * (1 - (1 - ppm / 1e6) * (1 - finalPpm / 1e6)) + 1e-6);

function expectedAudits(policy: Policy, { items, devices }: JobSize): number {
  switch (policy.kind) {
    case 'audit':
      return Math.min(items, ordinaryAudits(policy, items, devices) + devices * policy.holdAudits);
    case 'credibility':
      return (items * policy.spotPpm) / 1e6;
    case 'trusted':
      return (items * policy.auditPpm) / 1e6;
    case 'quorum':
      return 0;
  }
}

/** Each device's first items at the newcomers' rate, what follows at the veterans'. */
function ordinaryAudits(policy: AuditPolicy, items: number, devices: number): number {
  const fresh = Math.min(items, (devices * policy.veteranAfter * 1e6) / policy.newcomerPpm);
  const atAnswers = fresh * policy.newcomerPpm + (items - fresh) * policy.veteranPpm;
  // The final look is an audit again only for what was not drawn before.
  return (atAnswers + (1 - atAnswers / (1e6 * Math.max(1, items))) * items * policy.finalPpm) / 1e6;
}

/** Ordinary executions of an item, audits apart. */
function votesPerItem(policy: Policy, { items, devices }: JobSize): number {
  if (policy.kind === 'quorum') return policy.equal;
  if (policy.kind !== 'credibility') return 1;
  // Agreement with others counts as a passed check, so a newcomer is one for as many answers as it needs checks.
  const fresh = Math.min(items, (devices * recordNeeded(policy)) / newcomersNeeded(policy));
  return 1 + ((newcomersNeeded(policy) - 1) * fresh) / Math.max(1, items);
}
