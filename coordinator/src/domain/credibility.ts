import {
  type CredibilityPolicy,
  faultChance,
  groupFault,
  type StandingFindings,
  standingOf,
} from '@manyhands/protocol';

/** One device's answer to a unit. */
export interface CredibleVote {
  /** Equal exactly when the answers are. */
  readonly digest: string;
  /** Checks that its device had passed when it answered. */
  readonly passed: number;
  /** The referee's own: certain. */
  readonly byReferee?: boolean;
}

/** What the votes on a unit so far amount to. */
export type CredibilityVerdict =
  | { readonly kind: 'accepted'; readonly digest: string; readonly error: number }
  /** At least so many more answers are wanted, all of which must agree. */
  | { readonly kind: 'open'; readonly missing: number; readonly error: number }
  /** The executions allowed are used up: the referee decides. */
  | { readonly kind: 'disputed' };

/**
 * Accepts the leading answer once the chance that it is wrong, given all votes and what checks found of devices of
 * each standing (index: {@link standingOf}), is at most the policy's. Exactly one group of equal answers is right, or
 * none is (Sarmenta 2001, credibility of result groups).
 */
export function credibilityVerdict(
  votes: readonly CredibleVote[],
  history: readonly StandingFindings[],
  policy: CredibilityPolicy,
): CredibilityVerdict {
  const certain = votes.find((vote) => vote.byReferee);
  if (certain !== undefined) return { kind: 'accepted', digest: certain.digest, error: 0 };
  const groups = groupsOf(votes, history, policy);
  const { digest, error } = leader(groups, policy);
  if (error <= policy.errorPpm / 1e6) return { kind: 'accepted', digest, error };
  const left = policy.executions - votes.length;
  if (left <= 0) return { kind: 'disputed' };
  return { kind: 'open', missing: Math.min(left, missing(groups, digest, history, policy)), error };
}

/** The chances to be wrong of the voters for each answer. */
type Groups = ReadonlyMap<string, readonly number[]>;

function groupsOf(
  votes: readonly CredibleVote[],
  history: readonly StandingFindings[],
  policy: CredibilityPolicy,
): Groups {
  const groups = new Map<string, number[]>();
  for (const { digest, passed } of votes)
    groups.set(digest, [
      ...(groups.get(digest) ?? []),
      faultChance(policy, passed, history[standingOf(passed)]),
    ]);
  return groups;
}

/** The answer least likely to be wrong, and how likely that is. */
function leader(groups: Groups, policy: CredibilityPolicy): { digest: string; error: number } {
  const bad = new Map([...groups].map(([digest, faults]) => [digest, groupFault(policy, faults)]));
  const allBad = [...bad.values()].reduce((product, chance) => product * chance, 1);
  // Right with the others wrong: its own chance to be right times everybody else's to be wrong.
  const right = new Map([...bad].map(([digest, chance]) => [digest, ((1 - chance) * allBad) / chance]));
  const all = allBad + [...right.values()].reduce((sum, weight) => sum + weight, 0);
  let best = { digest: '', error: 1 };
  for (const [digest, weight] of right)
    if (1 - weight / all < best.error) best = { digest, error: 1 - weight / all };
  return best;
}

/** How many newcomers must join the leading answer. */
function missing(
  groups: Groups,
  digest: string,
  history: readonly StandingFindings[],
  policy: CredibilityPolicy,
): number {
  const newcomer = faultChance(policy, 0, history[0]);
  for (let more = 1; more < policy.executions; more++) {
    const faults = [...(groups.get(digest) ?? []), ...Array.from({ length: more }, () => newcomer)];
    if (leader(new Map([...groups, [digest, faults]]), policy).error <= policy.errorPpm / 1e6) return more;
  }
  return policy.executions;
}
