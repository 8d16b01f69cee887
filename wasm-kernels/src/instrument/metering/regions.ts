/**
 * Where the counter is a local: the outermost loops without calls that have anything to count inside. Everything else
 * keeps it in the global, where callees and the host look for it.
 */
import type { Graph } from './graph.ts';
import { PLACE } from './graph.ts';
import { type LoopForest, NO_LOOP } from './loops.ts';

export class Regions {
  readonly #graph: Graph;
  readonly #forest: LoopForest;
  /** By loop, the loop that is its region, or NO_LOOP. */
  readonly #region: Int32Array;
  /** By loop, whether the local is needed there. */
  readonly #used: Uint8Array;

  constructor(graph: Graph, forest: LoopForest) {
    this.#graph = graph;
    this.#forest = forest;
    this.#region = new Int32Array(graph.loops.length).fill(NO_LOOP);
    this.#used = new Uint8Array(graph.loops.length);
    const blocked = new Uint8Array(graph.loops.length);
    for (let vertex = 0; vertex < graph.vertices; vertex++)
      if (graph.calls[vertex]) this.#blockAround(forest.innermost[vertex], blocked);
    for (let loop = 0; loop < graph.loops.length; loop++) this.#assign(loop, blocked);
    this.#dropUnplaceable();
  }

  #blockAround(innermost: number, blocked: Uint8Array): void {
    for (let loop = innermost; loop !== NO_LOOP && blocked[loop] === 0; loop = this.#forest.parent[loop])
      blocked[loop] = 1;
  }

  #assign(loop: number, blocked: Uint8Array): void {
    if (blocked[loop] === 1 || !this.#forest.repeats(loop)) return;
    const parent = this.#forest.parent[loop];
    const above = parent === NO_LOOP ? NO_LOOP : this.#region[parent];
    this.#region[loop] = above === NO_LOOP ? loop : above;
  }

  /** The local must be written back on every way out, but for those that only fail. */
  #dropUnplaceable(): void {
    const bad = new Uint8Array(this.#region.length);
    for (let edge = 0; edge < this.#graph.edges; edge++)
      if (this.#graph.place[edge] === PLACE.none && this.#isWayOut(edge))
        bad[this.ofVertex(this.#graph.from[edge])] = 1;
    this.#region.forEach((region, loop) => {
      if (region !== NO_LOOP && bad[region] === 1) this.#region[loop] = NO_LOOP;
    });
  }

  #isWayOut(edge: number): boolean {
    const { from, to, firstOut, exit } = this.#graph;
    const region = this.ofVertex(from[edge]);
    if (region === NO_LOOP || region === this.ofVertex(to[edge])) return false;
    return to[edge] === exit || firstOut[to[edge]] >= 0;
  }

  /** The region of a vertex, or NO_LOOP. */
  ofVertex(vertex: number): number {
    const loop = this.#forest.innermost[vertex];
    return loop === NO_LOOP ? NO_LOOP : this.#region[loop];
  }

  /** The region of an edge that stays in one. */
  ofEdge(edge: number): number {
    const region = this.ofVertex(this.#graph.from[edge]);
    return region === this.ofVertex(this.#graph.to[edge]) ? region : NO_LOOP;
  }

  use(region: number): void {
    if (region !== NO_LOOP) this.#used[region] = 1;
  }

  /** The used region that the edge leaves. */
  left(edge: number): number {
    const region = this.ofVertex(this.#graph.from[edge]);
    return region !== NO_LOOP && this.#used[region] === 1 && this.#isWayOut(edge) ? region : NO_LOOP;
  }

  /** The used region that the edge enters. */
  entered(edge: number): number {
    const region = this.ofVertex(this.#graph.to[edge]);
    const from = this.ofVertex(this.#graph.from[edge]);
    return region !== NO_LOOP && this.#used[region] === 1 && region !== from ? region : NO_LOOP;
  }
}
