/** What the votes on a unit so far amount to. Votes are answer digests, in order of arrival. */
export type QuorumVerdict =
  | { readonly kind: 'accepted'; readonly digest: string; readonly dissenters: readonly number[] }
  /** More executions are wanted. */
  | { readonly kind: 'open'; readonly missing: number }
  /** No agreement within the executions allowed: the referee decides. */
  | { readonly kind: 'disputed' };

/** Decides one unit from its votes. Pure: the same votes give the same verdict. */
export function decideQuorum(votes: readonly string[], executions: number, equal: number): QuorumVerdict {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const [digest, size] = [...counts].reduce((best, group) => (group[1] > best[1] ? group : best), ['', 0]);
  if (size >= equal) {
    const dissenters = votes.flatMap((vote, i) => (vote === digest ? [] : [i]));
    return { kind: 'accepted', digest, dissenters };
  }
  if (votes.length >= executions) return { kind: 'disputed' };
  return { kind: 'open', missing: Math.min(equal - size, executions - votes.length) };
}
