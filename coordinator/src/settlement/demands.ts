import type { Answer, OpenDemand } from './chain-guard.ts';
import { treeOf } from './leaf-list.ts';
import type { Leaf } from './plan.ts';

export interface DemandEvent extends OpenDemand {
  readonly kind: 'demanded' | 'answered';
}

/** What events in the order of the chain leave open, the most urgent first. Pure. An answered demand may be made again. */
export function openDemands(events: readonly DemandEvent[]): OpenDemand[] {
  const open = new Map<string, OpenDemand>();
  for (const { kind, ...demand } of events)
    if (kind === 'demanded') open.set(demandKey(demand), demand);
    else open.delete(demandKey(demand));
  return [...open.values()].sort((a, b) => a.answerBy - b.answerBy);
}

/** Names a demand as the hub does. */
export const demandKey = ({
  index,
  account,
  cumulative,
}: Pick<OpenDemand, 'index' | 'account' | 'cumulative'>): string => `${index} ${account} ${cumulative}`;

export interface Answering {
  readonly answers: readonly Answer[];
  /** What the root does not have: it will be cancelled for it. */
  readonly unmet: readonly { readonly demand: OpenDemand; readonly leaf: Leaf | null }[];
}

/** Answers demands out of the pending root's leaves, in their order. Pure. */
export function answersTo(demands: readonly OpenDemand[], leaves: readonly Leaf[]): Answering {
  const tree = treeOf(leaves);
  const answers: Answer[] = [];
  const unmet: { demand: OpenDemand; leaf: Leaf | null }[] = [];
  for (const demand of demands) {
    const leaf = leaves[demand.index];
    if (leaf?.account === demand.account && leaf.cumulative >= demand.cumulative)
      answers.push({ claim: { ...leaf, proof: tree.proof(leaf.index) }, demanded: demand.cumulative });
    else unmet.push({ demand, leaf: leaf ?? null });
  }
  return { answers, unmet };
}
