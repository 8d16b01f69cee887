/** A rule for checking whole units by repetition, as a peer published it. Rules know votes and histories, never the truth. */

/** One identity as a rule sees it. */
export interface Voter {
  readonly number: number;
  /** Whatever the rule counts: consecutive valid results, a score, passed spot checks. Starts at 0. */
  standing: number;
  blacklisted: boolean;
}

export interface Vote {
  readonly by: Voter;
  /** Equal values are equal answers. */
  readonly value: number;
}

export interface CheckedUnit {
  readonly id: number;
  votes: Vote[];
  /** Executions handed out and not back. */
  inFlight: number;
  /** Equal answers it needs, for rules that fix this when it is handed out first. */
  quorum: number;
}

export type Decision =
  | { readonly kind: 'accepted'; readonly value: number }
  | { readonly kind: 'more'; readonly wanted: number };

export interface Rule {
  /** Where the rule is written down. */
  readonly source: string;
  /** A unit is handed out for the first time, to this voter. */
  begin(unit: CheckedUnit, to: Voter, random: () => number): void;
  /** What the votes so far amount to; `wanted` counts executions beyond the votes. */
  decide(unit: CheckedUnit): Decision;
  /** A unit was decided: what becomes of the standing of one that voted on it. */
  judge(voter: Voter, wasRight: boolean): void;
  /** Whether this voter gets work with a known answer instead, and what passing or failing it means. */
  readonly spotCheck?: { readonly rate: number; passed(voter: Voter): void; failed(voter: Voter): void };
}

/** The largest group of equal votes. */
export function largestGroup(votes: readonly Vote[]): { readonly value: number; readonly size: number } {
  const sizes = new Map<number, number>();
  let best = { value: 0, size: 0 };
  for (const { value } of votes) {
    const size = (sizes.get(value) ?? 0) + 1;
    sizes.set(value, size);
    if (size > best.size) best = { value, size };
  }
  return best;
}

/** Agreement of `quorum` equal votes, however many executions that takes. */
export function decideByQuorum({ votes, quorum }: CheckedUnit): Decision {
  const { value, size } = largestGroup(votes);
  return size >= quorum ? { kind: 'accepted', value } : { kind: 'more', wanted: quorum - size };
}
