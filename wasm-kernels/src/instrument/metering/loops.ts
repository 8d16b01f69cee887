/**
 * Natural loops: of a loop construct, the vertices from which its head is reached again. What only leads out (an error
 * path, the code of a `break`) is not part of it, wherever it stands. Control flow of WebAssembly enters a loop at its
 * head alone, so loops nest.
 */
import type { Graph } from './graph.ts';

export const NO_LOOP = -1;

export class LoopForest {
  /** By vertex, the innermost loop that it is part of. */
  readonly innermost: Int32Array;
  /** By loop, the next one outwards. */
  readonly parent: Int32Array;
  /** By loop, the edges that lead back to its head; empty for a construct that never repeats. */
  readonly back: readonly (readonly number[])[];
  readonly #graph: Graph;
  /** Where each loop's descendants begin and end, when the forest is walked from the roots. */
  readonly #enter: Int32Array;
  readonly #leave: Int32Array;

  constructor(graph: Graph) {
    this.#graph = graph;
    const { loops } = graph;
    this.innermost = new Int32Array(graph.vertices).fill(NO_LOOP);
    this.parent = new Int32Array(loops.length).fill(NO_LOOP);
    this.back = loops.map(({ head, entryEdge }) => [...graph.in(head)].filter((edge) => edge !== entryEdge));
    this.#claimVertices();
    this.#enter = new Int32Array(loops.length);
    this.#leave = new Int32Array(loops.length);
    this.#number();
  }

  repeats(loop: number): boolean {
    return this.back[loop].length > 0;
  }

  contains(loop: number, vertex: number): boolean {
    const inner = this.innermost[vertex];
    return inner !== NO_LOOP && this.encloses(loop, inner);
  }

  /** Whether the inner loop is the outer one or part of it. */
  encloses(outer: number, inner: number): boolean {
    return this.#enter[outer] <= this.#enter[inner] && this.#leave[inner] <= this.#leave[outer];
  }

  /** Whether an edge leads from inside a loop to outside. */
  leaves(loop: number, edge: number): boolean {
    const { from, to } = this.#graph;
    return this.contains(loop, from[edge]) && !this.contains(loop, to[edge]);
  }

  isBack(edge: number): boolean {
    const { from, to, loops } = this.#graph;
    const loop = this.innermost[to[edge]];
    return loop !== NO_LOOP && loops[loop].head === to[edge] && this.contains(loop, from[edge]);
  }

  /** The vertices of a loop, in order. */
  *vertices(loop: number): Generator<number> {
    const { order, loops } = this.#graph;
    for (let i = loops[loop].firstInOrder; i < loops[loop].lastInOrder; i++)
      if (this.contains(loop, order[i])) yield order[i];
  }

  /** Walks back from each loop's back edges, inner loops first; a loop met on the way is passed in one step. */
  #claimVertices(): void {
    const { loops } = this.#graph;
    const outermost = Int32Array.from(loops.keys());
    const outermostOf = (loop: number): number => {
      let at = loop;
      while (outermost[at] !== at) {
        outermost[at] = outermost[outermost[at]];
        at = outermost[at];
      }
      return at;
    };
    for (let loop = loops.length - 1; loop >= 0; loop--)
      if (this.repeats(loop)) this.#claim(loop, outermost, outermostOf);
  }

  #claim(loop: number, outermost: Int32Array, outermostOf: (loop: number) => number): void {
    const graph = this.#graph;
    const { head } = graph.loops[loop];
    this.innermost[head] = loop;
    const left = this.back[loop].map((edge) => graph.from[edge]);
    for (let vertex = left.pop(); vertex !== undefined; vertex = left.pop()) {
      let entered = vertex;
      if (this.innermost[vertex] === NO_LOOP) this.innermost[vertex] = loop;
      else {
        const inner = outermostOf(this.innermost[vertex]);
        if (inner === loop) continue;
        this.parent[inner] = loop;
        outermost[inner] = loop;
        entered = graph.loops[inner].head;
      }
      for (let edge = graph.firstIn[entered]; edge >= 0; edge = graph.nextIn[edge])
        left.push(graph.from[edge]);
    }
  }

  #number(): void {
    const { loops } = this.#graph;
    const size = new Int32Array(loops.length).fill(1);
    for (let loop = loops.length - 1; loop >= 0; loop--)
      if (this.parent[loop] !== NO_LOOP) size[this.parent[loop]] += size[loop];
    let roots = 0;
    const used = new Int32Array(loops.length);
    for (let loop = 0; loop < loops.length; loop++) {
      const parent = this.parent[loop];
      if (parent === NO_LOOP) {
        this.#enter[loop] = roots;
        roots += size[loop];
      } else {
        this.#enter[loop] = this.#enter[parent] + 1 + used[parent];
        used[parent] += size[loop];
      }
      this.#leave[loop] = this.#enter[loop] + size[loop];
    }
  }
}
