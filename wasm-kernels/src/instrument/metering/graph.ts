/**
 * A function's control flow as a graph whose every edge has a place for code, or starts and ends where nothing costs
 * anything. Two kinds of vertices without instructions make it so: one in front of every `br_if` and `br_table`, and
 * one at each label that branches lead to.
 */

/** Where the code of an edge goes. */
export const PLACE = {
  /** In front of the instruction. */
  before: 0,
  /** Into the `else` that an `if` without one gets, in front of its `end`. */
  missingElse: 1,
  /** `br_if L` becomes `if … br L+1 end`. */
  taken: 2,
  /** Nowhere: a `br_table`, or a `br_if` that takes values along. */
  none: 3,
} as const;
export type Place = (typeof PLACE)[keyof typeof PLACE];

/** A loop construct. What is inside for the purpose of counting are the vertices from which its head is reached again. */
export interface Loop {
  readonly op: number;
  /** The vertex that back edges lead to, and the one behind it, where the loop's instructions begin. */
  readonly head: number;
  readonly body: number;
  readonly entryEdge: number;
  readonly headEdge: number;
  /** Its vertices are among these entries of {@link Graph.order}. */
  readonly firstInOrder: number;
  lastInOrder: number;
}

/** Vertices and edges are numbers; what is known of them stands in lists, which are used again for the next function. */
export class Graph {
  /** First and last instruction of a vertex; the last is smaller where there are none. */
  readonly first: number[] = [];
  readonly last: number[] = [];
  /** Fuel of the vertex's instructions, with what its calls pay for their callees. */
  readonly cost: number[] = [];
  /** The most instructions that run from its beginning to its end, with those of callees. */
  readonly stretch: number[] = [];
  /** It calls code that pays for itself. */
  readonly calls: boolean[] = [];
  /** It calls a function that may be on the stack already. */
  readonly recurs: boolean[] = [];
  /** Of the vertex in front of a conditional branch, the one whose last instruction the branch is; else −1. */
  readonly forkOf: number[] = [];
  /** All vertices, so that only back edges lead to earlier ones. */
  readonly order: number[] = [];
  readonly firstOut: number[] = [];
  readonly firstIn: number[] = [];

  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly place: Place[] = [];
  /** The instruction where the edge's place is. */
  readonly at: number[] = [];
  readonly nextOut: number[] = [];
  readonly nextIn: number[] = [];

  readonly loops: Loop[] = [];
  entry = 0;
  exit = 0;

  get vertices(): number {
    return this.first.length;
  }

  get edges(): number {
    return this.from.length;
  }

  clear(): void {
    for (const list of [this.first, this.last, this.cost, this.stretch, this.calls, this.recurs])
      list.length = 0;
    this.forkOf.length = 0;
    for (const list of [this.order, this.firstOut, this.firstIn, this.loops]) list.length = 0;
    for (const list of [this.from, this.to, this.place, this.at, this.nextOut, this.nextIn]) list.length = 0;
  }

  /** A vertex that is not in the order yet. */
  label(): number {
    this.first.push(0);
    this.last.push(-1);
    this.cost.push(0);
    this.stretch.push(0);
    this.calls.push(false);
    this.recurs.push(false);
    this.forkOf.push(-1);
    this.firstOut.push(-1);
    return this.firstIn.push(-1) - 1;
  }

  /** Puts a vertex into the order, with its first instruction. */
  begin(vertex: number, first: number): number {
    this.first[vertex] = first;
    this.last[vertex] = first - 1;
    this.order.push(vertex);
    return vertex;
  }

  connect(from: number, to: number, place: Place, at: number): number {
    this.from.push(from);
    this.to.push(to);
    this.place.push(place);
    this.at.push(at);
    this.nextOut.push(this.firstOut[from]);
    this.nextIn.push(this.firstIn[to]);
    const edge = this.from.length - 1;
    this.firstOut[from] = edge;
    this.firstIn[to] = edge;
    return edge;
  }

  *out(vertex: number): Generator<number> {
    for (let edge = this.firstOut[vertex]; edge >= 0; edge = this.nextOut[edge]) yield edge;
  }

  *in(vertex: number): Generator<number> {
    for (let edge = this.firstIn[vertex]; edge >= 0; edge = this.nextIn[edge]) yield edge;
  }
}
