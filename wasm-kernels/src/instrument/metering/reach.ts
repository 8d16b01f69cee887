/** What is reached from where in a function, and at what cost. */
import type { Graph } from './graph.ts';
import { type LoopForest, NO_LOOP } from './loops.ts';

/** Marks the vertices from which the exit is reached. */
export function returning(graph: Graph): Uint8Array {
  const returns = new Uint8Array(graph.vertices);
  returns[graph.exit] = 1;
  const left = [graph.exit];
  for (let at = left.pop(); at !== undefined; at = left.pop())
    for (let edge = graph.firstIn[at]; edge >= 0; edge = graph.nextIn[edge]) {
      const { [edge]: from } = graph.from;
      if (returns[from] === 1) continue;
      returns[from] = 1;
      left.push(from);
    }
  return returns;
}

/** Marks the loops that call code which pays for itself. */
export function callingLoops(graph: Graph, forest: LoopForest): Uint8Array {
  const calling = new Uint8Array(graph.loops.length);
  for (let vertex = 0; vertex < graph.vertices; vertex++) {
    if (!graph.calls[vertex]) continue;
    for (
      let loop = forest.innermost[vertex];
      loop !== NO_LOOP && calling[loop] === 0;
      loop = forest.parent[loop]
    )
      calling[loop] = 1;
  }
  return calling;
}

/** For each vertex, no more than what any way from it to the exit costs; infinite where there is none. */
export function leastToExit(graph: Graph, forest: LoopForest): Float64Array {
  let least = new Float64Array(graph.vertices);
  // A way through a back edge is estimated first by nothing, then by what the head was found to cost.
  for (let round = 0; round < 2; round++) {
    const next = new Float64Array(graph.vertices).fill(Number.POSITIVE_INFINITY);
    next[graph.exit] = 0;
    for (let i = graph.order.length - 1; i >= 0; i--) {
      const { [i]: vertex } = graph.order;
      let rest = vertex === graph.exit ? 0 : Number.POSITIVE_INFINITY;
      for (let edge = graph.firstOut[vertex]; edge >= 0; edge = graph.nextOut[edge])
        rest = Math.min(rest, forest.isBack(edge) ? least[graph.to[edge]] : next[graph.to[edge]]);
      next[vertex] = rest + graph.cost[vertex];
    }
    least = next;
  }
  return least;
}
