/** A commit batch by slice. */
import type { Fence, SliceId } from '@manyhands/protocol';
import type { CommitBatch } from './journal.ts';

type List<K extends keyof CommitBatch> = CommitBatch[K] extends readonly (infer E)[] ? E[] : never;

/** What a batch says of one slice under one fence; each list in the batch's order. */
export interface SliceChanges {
  readonly slice: SliceId;
  readonly fence: Fence;
  readonly accepted: List<'accepted'>;
  readonly agreed: List<'agreed'>;
  readonly drawn: List<'drawn'>;
  readonly audits: List<'audits'>;
  readonly reopened: List<'reopened'>;
  readonly finals: List<'finals'>;
  readonly timings: List<'timings'>;
  /** Items executed that leave no other trace. */
  executed: number;
  settled: boolean;
}

export const noChanges = (slice: SliceId, fence: Fence): SliceChanges => ({
  slice,
  fence,
  accepted: [],
  agreed: [],
  drawn: [],
  audits: [],
  reopened: [],
  finals: [],
  timings: [],
  executed: 0,
  settled: false,
});

/** The changes by slice and fence: a batch may hold the end of one ownership of a slice and the start of the next. */
export function changesBySlice(batch: CommitBatch): SliceChanges[] {
  const all: SliceChanges[] = [];
  const bySlice = new Map<SliceId, SliceChanges[]>();
  let last = noChanges(-1 as SliceId, -1 as Fence);
  const of = (slice: SliceId, fence: Fence): SliceChanges => {
    if (last.slice === slice && last.fence === fence) return last;
    const known = bySlice.get(slice);
    const found = known?.find((changes) => changes.fence === fence);
    last = found ?? noChanges(slice, fence);
    if (found !== undefined) return last;
    all.push(last);
    if (known === undefined) bySlice.set(slice, [last]);
    else known.push(last);
    return last;
  };
  for (const each of batch.accepted) of(each.slice, each.fence).accepted.push(each);
  for (const each of batch.agreed) of(each.slice, each.fence).agreed.push(each);
  for (const each of batch.drawn) of(each.slice, each.fence).drawn.push(each);
  for (const each of batch.audits) of(each.slice, each.fence).audits.push(each);
  for (const each of batch.reopened) of(each.slice, each.fence).reopened.push(each);
  for (const each of batch.finals) of(each.slice, each.fence).finals.push(each);
  for (const each of batch.timings) of(each.slice, each.fence).timings.push(each);
  for (const each of batch.executed) of(each.slice, each.fence).executed += each.items;
  for (const each of batch.settled) of(each.slice, each.fence).settled = true;
  return all;
}

/**
 * The changes that their writer may make: `fenceOf` gives the fence of slices that it owns, undefined of others [LS3].
 * Lost are slices of which some change is left out, under whichever fence.
 */
export function ownChanges(
  all: readonly SliceChanges[],
  fenceOf: (slice: SliceId) => Fence | undefined,
): { readonly mine: SliceChanges[]; readonly lost: SliceId[] } {
  const isMine = ({ slice, fence }: SliceChanges): boolean => fenceOf(slice) === fence;
  const lost = new Set(all.filter((changes) => !isMine(changes)).map((changes) => changes.slice));
  return { mine: all.filter(isMine), lost: [...lost] };
}
