import type { Graph } from './graph.ts';
import { returning } from './reach.ts';

/** Beyond these a function counts for itself: callers would be charged for a lot at once. */
const MOST_VERTICES = 64;
const MOST_COST = 4096;

/** What every run of a function costs that returns, if that is always the same; the most that any run takes. */
export function constantCost(graph: Graph): { cost: number; stretch: number } | null {
  if (graph.loops.length > 0 || graph.vertices > MOST_VERTICES) return null;
  const returns = returning(graph);
  if (returns[graph.entry] === 0) return null;
  const cost = new Map<number, number>([[graph.entry, 0]]);
  const stretch = new Float64Array(graph.vertices);
  let longest = 0;
  for (const vertex of graph.order) {
    // On a way that only fails it does not matter: what that costs is not reported.
    if (graph.calls[vertex] && returns[vertex] === 1) return null;
    const before = cost.get(vertex) ?? 0;
    longest = Math.max(longest, stretch[vertex] + graph.stretch[vertex]);
    for (let edge = graph.firstOut[vertex]; edge >= 0; edge = graph.nextOut[edge]) {
      const to = graph.to[edge];
      const now = before + graph.cost[vertex];
      stretch[to] = Math.max(stretch[to], stretch[vertex] + graph.stretch[vertex]);
      if (returns[to] === 0) continue;
      if ((cost.get(to) ?? now) !== now) return null;
      cost.set(to, now);
    }
  }
  const total = cost.get(graph.exit) ?? 0;
  return total <= MOST_COST && longest <= MOST_COST ? { cost: total, stretch: longest } : null;
}
