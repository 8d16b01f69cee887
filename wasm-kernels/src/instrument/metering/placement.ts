/**
 * Where to count so that it costs least (Knuth; Ball and Larus). Give every vertex a potential; the edge u → v then pays
 * cost(u) + potential(u) − potential(v), and on any way from entry to exit the potentials cancel out, so that every
 * choice counts exactly. Choosing them so that the edges of a spanning tree pay nothing leaves code on the others only,
 * and the tree is made of the edges that are taken most often. What an edge pays may be negative.
 */
import { type Graph, PLACE } from './graph.ts';
import { type LoopForest, NO_LOOP } from './loops.ts';

const ROUNDS = 8;
const LEAVING_SHARE = 0.1;
const FAILING_SHARE = 0.001;
const MOST_OFTEN = 1e12;
/** Code on these edges costs a jump besides. */
const JUMP_FACTOR = 1.05;
/** Recursive calls cost so much that code beside them is noticed less; and callers cannot pay for a way that leads through one. */
const RECURSION_FACTOR = 0.9;

/** Estimated numbers of times that each edge is taken, by its number. */
export function frequencies(graph: Graph, forest: LoopForest, returns: Uint8Array): Float64Array {
  const often = new Float64Array(graph.edges);
  for (const vertex of graph.order) {
    let times = vertex === graph.entry ? 1 : 0;
    for (let edge = graph.firstIn[vertex]; edge >= 0; edge = graph.nextIn[edge])
      if (!forest.isBack(edge)) times += often[edge];
    const loop = forest.innermost[vertex];
    if (loop !== NO_LOOP && graph.loops[loop].head === vertex) times *= ROUNDS;
    share(graph, forest, returns, vertex, Math.min(times, MOST_OFTEN), often);
  }
  return often;
}

function share(
  graph: Graph,
  forest: LoopForest,
  returns: Uint8Array,
  vertex: number,
  times: number,
  often: Float64Array,
): void {
  const loop = forest.innermost[vertex];
  let total = 0;
  for (let edge = graph.firstOut[vertex]; edge >= 0; edge = graph.nextOut[edge]) {
    const to = graph.to[edge];
    if (returns[to] === 0 && graph.firstOut[to] < 0) often[edge] = FAILING_SHARE;
    else often[edge] = loop !== NO_LOOP && !forest.contains(loop, to) ? LEAVING_SHARE : 1;
    total += often[edge];
  }
  for (let edge = graph.firstOut[vertex]; edge >= 0; edge = graph.nextOut[edge]) often[edge] *= times / total;
}

/** Edges that are given to the tree only if they must: those with a check, and last those that a loop is charged for ahead. */
export const PREFER = { tree: 0, check: 1, ahead: 2 } as const;

export interface Placement {
  /** What each edge pays. */
  readonly pays: Float64Array;
  readonly potential: Float64Array;
  /** What callers pay for the function besides: the difference between exit and entry. */
  readonly base: number;
}

export interface PlacementWish {
  readonly often: Float64Array;
  /** By edge, one of {@link PREFER}. */
  readonly preference: Uint8Array;
  /** The function counts all itself; otherwise the callers pay for its likeliest way. */
  readonly alone: boolean;
}

export function place(graph: Graph, wish: PlacementWish): Placement {
  const tree = new SpanningTree(graph.vertices);
  const chosen: number[] = [];
  const take = (edge: number): void => {
    if (tree.join(graph.from[edge], graph.to[edge])) chosen.push(edge);
  };
  if (wish.alone) tree.join(graph.entry, graph.exit);
  for (let edge = 0; edge < graph.edges; edge++) if (graph.place[edge] === PLACE.none) take(edge);
  for (const edge of byPreference(graph, wish)) take(edge);
  const potential = potentials(graph, chosen, wish.alone);
  return {
    pays: payments(graph, potential),
    potential,
    base: potential[graph.exit] - potential[graph.entry],
  };
}

/**
 * The placement to fall back to: nothing is paid ahead. Every vertex is paid for on the edges that leave it, or, where
 * one of them has no place for code, on those that lead to it.
 */
export function placeEvenly(graph: Graph): Placement {
  const potential = new Float64Array(graph.vertices);
  for (let edge = 0; edge < graph.edges; edge++) {
    const { [edge]: from } = graph.from;
    if (graph.place[edge] === PLACE.none) potential[from] = -graph.cost[from];
  }
  return { pays: payments(graph, potential), potential, base: 0 };
}

function payments(graph: Graph, potential: Float64Array): Float64Array {
  const pays = new Float64Array(graph.edges);
  for (let edge = 0; edge < graph.edges; edge++) {
    const { [edge]: from } = graph.from;
    pays[edge] = graph.cost[from] + potential[from] - potential[graph.to[edge]];
  }
  return pays;
}

function byPreference(graph: Graph, { often, preference }: PlacementWish): Uint32Array {
  const weight = often.map((times, edge) => {
    const place = graph.place[edge];
    const jumps = place === PLACE.taken || place === PLACE.missingElse;
    const recurs = graph.recurs[graph.from[edge]] || graph.recurs[graph.to[edge]];
    return times * (jumps ? JUMP_FACTOR : 1) * (recurs ? RECURSION_FACTOR : 1);
  });
  const edges = new Uint32Array(graph.edges);
  let count = 0;
  for (let edge = 0; edge < graph.edges; edge++) if (graph.place[edge] !== PLACE.none) edges[count++] = edge;
  return edges
    .subarray(0, count)
    .sort((a, b) => preference[a] - preference[b] || weight[b] - weight[a] || a - b);
}

/** Potentials that make the chosen edges pay nothing; a part of the graph that the entry does not reach begins at 0. */
function potentials(graph: Graph, chosen: readonly number[], tied: boolean): Float64Array {
  const potential = new Float64Array(graph.vertices).fill(Number.NaN);
  const links = new Links(graph.vertices);
  for (const edge of chosen) {
    const { [edge]: from } = graph.from;
    links.add(from, graph.to[edge], graph.cost[from]);
  }
  if (tied) links.add(graph.entry, graph.exit, 0);
  links.spread(graph.entry, potential);
  for (let vertex = 0; vertex < graph.vertices; vertex++)
    if (Number.isNaN(potential[vertex])) links.spread(vertex, potential);
  return potential;
}

/** Differences of potential between pairs of vertices. */
class Links {
  readonly #first: Int32Array;
  readonly #next: number[] = [];
  readonly #to: number[] = [];
  readonly #difference: number[] = [];

  constructor(vertices: number) {
    this.#first = new Int32Array(vertices).fill(-1);
  }

  add(from: number, to: number, difference: number): void {
    this.#put(from, to, difference);
    this.#put(to, from, -difference);
  }

  #put(from: number, to: number, difference: number): void {
    this.#next.push(this.#first[from]);
    this.#to.push(to);
    this.#first[from] = this.#difference.push(difference) - 1;
  }

  spread(root: number, potential: Float64Array): void {
    potential[root] = 0;
    const left = [root];
    for (let at = left.pop(); at !== undefined; at = left.pop())
      for (let link = this.#first[at]; link >= 0; link = this.#next[link]) {
        const to = this.#to[link];
        if (!Number.isNaN(potential[to])) continue;
        potential[to] = potential[at] + this.#difference[link];
        left.push(to);
      }
  }
}

/** Which vertices are connected so far. */
class SpanningTree {
  readonly #root: Int32Array;

  constructor(vertices: number) {
    this.#root = Int32Array.from({ length: vertices }, (_, vertex) => vertex);
  }

  /** False if the two were connected already. */
  join(a: number, b: number): boolean {
    const [from, to] = [this.#find(a), this.#find(b)];
    this.#root[from] = to;
    return from !== to;
  }

  #find(vertex: number): number {
    const root = this.#root;
    let at = vertex;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  }
}
