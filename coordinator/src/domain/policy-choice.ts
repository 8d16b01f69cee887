import {
  type Assurance,
  type AuditPolicy,
  assuranceOf,
  checkPolicy,
  DEFAULT_CREDIBILITY,
  DEFAULT_POLICY,
  type JobSize,
  type QuorumPolicy,
} from '@manyhands/protocol';

/** The audit policy that reaches a bound, or why audits cannot and what does. */
export type AuditChoice =
  | { readonly kind: 'reachable'; readonly assurance: Assurance }
  | {
      readonly kind: 'unreachable';
      /** Auditing every item. */
      readonly best: Assurance;
      /** Null: no quorum of 16 or fewer reaches it either. */
      readonly offer: Assurance | null;
      readonly sentence: string;
    };

/**
 * Audits for units of a size when nothing else is asked: the fewer items a unit has, the more of them must be looked at
 * for a liar to be found before he leaves.
 */
export function ordinaryAudits(unitItems: number): AuditPolicy {
  const [newcomerPpm, veteranPpm, holdAudits] =
    unitItems >= 64
      ? [DEFAULT_POLICY.newcomerPpm, DEFAULT_POLICY.veteranPpm, DEFAULT_POLICY.holdAudits]
      : unitItems >= 12
        ? [100_000, 40_000, 8]
        : unitItems >= 3
          ? [150_000, 60_000, 6]
          : [500_000, 200_000, 5];
  return { ...DEFAULT_POLICY, newcomerPpm, veteranPpm, holdAudits };
}

/**
 * Audits strong enough that the certificate of a job of this size states `targetBound` or less if nobody is caught.
 * Never weaker than {@link ordinaryAudits}.
 */
export function auditPolicyFor(targetBound: number, size: JobSize): AuditChoice {
  const ordinary = ordinaryAudits(size.unitItems);
  const needed = rateNeeded(targetBound, size.items, ordinary);
  const strengthened = (ratePpm: number): AuditPolicy => ({
    ...ordinary,
    newcomerPpm: Math.max(ordinary.newcomerPpm, ratePpm),
    veteranPpm: Math.max(ordinary.veteranPpm, ratePpm),
  });
  if (needed <= 1_000_000) {
    const policy = strengthened(needed) as AuditPolicy;
    return { kind: 'reachable', assurance: assuranceOf(checkPolicy(policy), size) };
  }
  const best = assuranceOf(strengthened(1_000_000), size);
  const offer = quorumFor(targetBound, size);
  return { kind: 'unreachable', best, offer, sentence: sentenceOf(targetBound, size, best, offer) };
}

/** Millionths of items to audit at the answer, above a million where even all of them are not enough. */
function rateNeeded(targetBound: number, items: number, { refereePpm, finalPpm }: AuditPolicy): number {
  const reachedBy = (ratePpm: number): boolean =>
    assuranceOf(
      { ...DEFAULT_POLICY, newcomerPpm: ratePpm, veteranPpm: ratePpm, refereePpm, finalPpm },
      { items, unitItems: 1, devices: 0 },
    ).bound <= targetBound;
  if (!reachedBy(1_000_000)) return 1_000_001;
  let low = 0;
  let high = 1_000_000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reachedBy(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The cheapest quorum that reaches a bound: one execution to spare, so that a single fault costs no referee. */
export function quorumFor(targetBound: number, size: JobSize): Assurance | null {
  for (let equal = 2; equal <= 15; equal++) {
    const policy: QuorumPolicy = { kind: 'quorum', executions: equal + 1, equal };
    const assurance = assuranceOf(policy, size);
    if (assurance.bound <= targetBound) return assurance;
  }
  return null;
}

/** What a researcher may compare the chosen policy with. */
export function alternatives(size: JobSize): Assurance[] {
  return [
    ordinaryAudits(size.unitItems),
    ...(size.unitItems <= 4 ? [DEFAULT_CREDIBILITY] : []),
    { kind: 'quorum', executions: 3, equal: 2 } as const,
  ].map((policy) => assuranceOf(policy, size));
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

function sentenceOf(target: number, { items }: JobSize, best: Assurance, offer: Assurance | null): string {
  const limit =
    `audits cannot bound wrong items at ${percent(target)} in a job of ${items} items: ` +
    `auditing every one proves ${percent(best.bound)}`;
  if (offer === null || offer.policy.kind !== 'quorum') return `${limit}, and no quorum reaches it either`;
  const { executions, equal } = offer.policy;
  return (
    `${limit}; a quorum of ${equal} equal answers of at most ${executions} does, ` +
    `if at most ${percent(offer.colludingPpm / 1e6)} of votes collude, at ${offer.executionsPerItem} executions an item`
  );
}
