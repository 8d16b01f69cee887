import type { FunctionType } from '../../binary/module.ts';
import { OP } from '../../binary/opcodes.ts';
import type { Body } from './body.ts';
import { costOf, isBulk, STRETCH } from './cost.ts';
import { type Graph, type Loop, PLACE, type Place } from './graph.ts';

/** What calling a function means for the caller's count. */
export interface Callee {
  /** Fuel that the caller pays for it besides the call itself. */
  readonly paid: number;
  /** It carries no code that counts: the caller pays all. */
  readonly silent: boolean;
  /** The most instructions that it runs before its first check, after its last, or without any. */
  readonly stretch: number;
  /** It may end the item by a call of the host that does not return. */
  readonly mayEnd: boolean;
  /** It may be on the stack already. */
  readonly recurs: boolean;
}

/** What a function's graph depends on besides its instructions. */
export interface Surroundings {
  readonly types: readonly FunctionType[];
  /** Results of the function. */
  readonly results: number;
  callee(index: number): Callee;
  indirect(type: number): Callee;
}

const NONE = -1;

/** A construct that is open, from the function down. */
interface Frame {
  op: number;
  /** Values that a branch to it takes along. */
  readonly arity: number;
  /** The vertex that branches lead to; of a block, when the first one does. */
  target: number;
  /** Where an `if` tests its condition. */
  readonly condition: number;
  readonly loop: Loop | null;
  /** Nothing reaches the construct. */
  readonly dead: boolean;
}

/** Fills `graph` with the control flow of `body`. Code that nothing reaches is left out. */
export function buildGraph(graph: Graph, body: Body, surroundings: Surroundings): void {
  graph.clear();
  new GraphBuilder(graph, body, surroundings).build();
}

class GraphBuilder {
  readonly #graph: Graph;
  readonly #body: Body;
  readonly #around: Surroundings;
  readonly #frames: Frame[] = [];
  /** The vertex that the present instruction belongs to; NONE in dead code. */
  #vertex = NONE;

  constructor(graph: Graph, body: Body, surroundings: Surroundings) {
    this.#graph = graph;
    this.#body = body;
    this.#around = surroundings;
    graph.exit = graph.label();
    graph.entry = graph.begin(graph.label(), 0);
    this.#vertex = this.#continueAt(graph.entry, 0);
    this.#frames.push({ ...this.#frame(OP.block, surroundings.results), target: graph.exit });
  }

  build(): void {
    for (let p = 0; p < this.#body.count; p++) this.#visit(p);
    this.#graph.begin(this.#graph.exit, this.#body.count);
  }

  #visit(p: number): void {
    const op = this.#body.op[p];
    switch (op) {
      case OP.block:
        this.#frames.push(this.#frame(op, this.#resultsOf(p)));
        break;
      case OP.loop:
        this.#loop(p);
        return;
      case OP.if:
        this.#if(p);
        return;
      case OP.else:
        this.#else(p);
        return;
      case OP.end:
        this.#end(p);
        return;
      case OP.br:
        this.#leave(p, (vertex) => this.#connect(vertex, this.#target(this.#body.immediate[p]), p));
        return;
      case OP.return:
        this.#leave(p, (vertex) => this.#connect(vertex, this.#graph.exit, p));
        return;
      case OP.unreachable:
        this.#leave(p, () => {});
        return;
      case OP.brIf:
        this.#branchIf(p);
        return;
      case OP.brTable:
        this.#branchTable(p);
        return;
      case OP.call:
        this.#call(p, this.#around.callee(this.#body.immediate[p]));
        return;
      case OP.callIndirect:
        this.#call(p, this.#around.indirect(this.#body.immediate[p]));
        return;
    }
    this.#add(p, costOf(op), isBulk(op) ? STRETCH / 4 : costOf(op));
  }

  #frame(op: number, arity: number, more: { condition?: number; loop?: Loop } = {}): Frame {
    const { condition = NONE, loop = null } = more;
    return { op, arity, target: loop?.head ?? NONE, condition, loop, dead: this.#vertex === NONE };
  }

  #resultsOf(p: number): number {
    const type = this.#body.immediate[p];
    if (type >= 0) return this.#around.types[type].results.length;
    return type === -64 ? 0 : 1;
  }

  #parametersOf(p: number): number {
    const type = this.#body.immediate[p];
    return type >= 0 ? this.#around.types[type].parameters.length : 0;
  }

  #connect(from: number, to: number, at: number, place: Place = PLACE.before): number {
    return this.#graph.connect(from, to, place, at);
  }

  /** A new vertex that begins at `p`, with an edge to it. */
  #continueAt(from: number, p: number): number {
    const vertex = this.#graph.begin(this.#graph.label(), p);
    this.#connect(from, vertex, p);
    return vertex;
  }

  /** Adds an instruction to the present vertex; begins another one first where too much would run at a stretch. */
  #add(p: number, cost: number, stretch: number): void {
    if (this.#vertex === NONE) return;
    const { graph, vertex } = { graph: this.#graph, vertex: this.#vertex };
    if (graph.stretch[vertex] > 0 && graph.stretch[vertex] + stretch > STRETCH)
      this.#vertex = this.#continueAt(vertex, p);
    graph.cost[this.#vertex] += cost;
    graph.stretch[this.#vertex] += stretch;
    graph.last[this.#vertex] = p;
  }

  #call(p: number, { paid, silent, stretch, mayEnd, recurs }: Callee): void {
    this.#add(p, 1 + paid, 1 + stretch);
    if (this.#vertex === NONE) return;
    const graph = this.#graph;
    if (!silent) graph.calls[this.#vertex] = true;
    if (recurs) graph.recurs[this.#vertex] = true;
    if (!mayEnd) return;
    // As if the function returned inside the call: whatever was due until then must have been paid.
    this.#connect(this.#vertex, graph.exit, p, PLACE.none);
    this.#vertex = this.#continueAt(this.#vertex, p + 1);
  }

  #target(depth: number): number {
    const frame = this.#frames[this.#frames.length - 1 - depth];
    if (frame.target === NONE) frame.target = this.#graph.label();
    return frame.target;
  }

  #leave(p: number, connect: (vertex: number) => void): void {
    this.#add(p, 1, 1);
    if (this.#vertex !== NONE) connect(this.#vertex);
    this.#vertex = NONE;
  }

  /** The vertex in front of a conditional branch. */
  #split(p: number): number {
    this.#add(p, 1, 1);
    const fork = this.#graph.begin(this.#graph.label(), p);
    this.#connect(this.#vertex, fork, p);
    this.#graph.forkOf[fork] = this.#vertex;
    return fork;
  }

  #branchIf(p: number): void {
    if (this.#vertex === NONE) return;
    const fork = this.#split(p);
    const depth = this.#body.immediate[p];
    const { arity } = this.#frames[this.#frames.length - 1 - depth];
    this.#connect(fork, this.#target(depth), p, arity === 0 ? PLACE.taken : PLACE.none);
    this.#vertex = this.#continueAt(fork, p + 1);
  }

  #branchTable(p: number): void {
    if (this.#vertex === NONE) return;
    const fork = this.#split(p);
    for (const depth of this.#body.targets.get(p) ?? [])
      this.#connect(fork, this.#target(depth), p, PLACE.none);
    this.#vertex = NONE;
  }

  #loop(p: number): void {
    if (this.#vertex === NONE) {
      this.#frames.push(this.#frame(OP.loop, this.#parametersOf(p)));
      return;
    }
    const graph = this.#graph;
    const firstInOrder = graph.order.length;
    const head = graph.begin(graph.label(), p + 1);
    const entryEdge = this.#connect(this.#vertex, head, p);
    const body = graph.begin(graph.label(), p + 1);
    const headEdge = this.#connect(head, body, p + 1);
    const loop: Loop = { op: p, head, body, entryEdge, headEdge, firstInOrder, lastInOrder: firstInOrder };
    graph.loops.push(loop);
    this.#frames.push(this.#frame(OP.loop, this.#parametersOf(p), { loop }));
    this.#vertex = body;
  }

  #if(p: number): void {
    this.#add(p, 1, 1);
    this.#frames.push(this.#frame(OP.if, this.#resultsOf(p), { condition: this.#vertex }));
    if (this.#vertex !== NONE) this.#vertex = this.#continueAt(this.#vertex, p + 1);
  }

  #else(p: number): void {
    const frame = this.#frames[this.#frames.length - 1];
    if (frame.dead) return;
    if (this.#vertex !== NONE) this.#connect(this.#vertex, this.#target(0), p);
    frame.op = OP.else;
    this.#vertex = this.#continueAt(frame.condition, p + 1);
  }

  #end(p: number): void {
    const frame = this.#frames[this.#frames.length - 1];
    if (frame.op === OP.if && !frame.dead) {
      const target = this.#target(0);
      this.#connect(frame.condition, target, p, PLACE.missingElse);
    }
    this.#frames.pop();
    if (frame.loop !== null) frame.loop.lastInOrder = this.#graph.order.length;
    if (this.#frames.length === 0) {
      if (this.#vertex !== NONE) this.#connect(this.#vertex, this.#graph.exit, p);
      return;
    }
    if (frame.dead) this.#vertex = NONE;
    else if (frame.loop === null && frame.target !== NONE) this.#join(frame.target, p);
  }

  /** Where a construct ends that branches lead behind. */
  #join(target: number, p: number): void {
    if (this.#vertex !== NONE) this.#connect(this.#vertex, target, p);
    this.#graph.begin(target, p + 1);
    this.#vertex = this.#continueAt(target, p + 1);
  }
}
