/** From a function's plan to the code that counts. */
import { OP } from '../../binary/opcodes.ts';
import { type Edit, RANK } from '../edit.ts';
import type { Body } from './body.ts';
import { Charges, type ChargesPlan, type ChargeWriter, type Mode } from './charges.ts';
import { isBulk } from './cost.ts';
import { type Graph, PLACE } from './graph.ts';
import { NO_LOOP } from './loops.ts';
import type { Counting, FunctionPlan } from './plan-function.ts';
import { Regions } from './regions.ts';

export function writeFunction(graph: Graph, body: Body, plan: FunctionPlan, how: ChargesPlan): Edit[] {
  return new FunctionWriter(graph, body, plan, how).write();
}

/** Whether an edge checks, and whether what it pays is seen by that already: the next check sees it in any case. */
const CHECK = { none: 0, last: 1, first: 2 } as const;

class FunctionWriter {
  readonly #graph: Graph;
  readonly #body: Body;
  readonly #plan: FunctionPlan;
  readonly #charges: Charges;
  readonly #fuel: number;
  readonly #regions: Regions;
  /** The counter is in its local everywhere. */
  readonly #isHanded: boolean;
  /** By edge, one of {@link CHECK}. */
  readonly #checks: Uint8Array;
  /** Vertices that begin with a check of their own. */
  readonly #checkedVertices: number[] = [];
  readonly #paidAhead: Uint8Array;
  readonly #ahead = new Map<number, Extract<Counting, { kind: 'ahead' }>>();
  readonly #edits: Edit[] = [];

  constructor(graph: Graph, body: Body, plan: FunctionPlan, how: ChargesPlan) {
    this.#graph = graph;
    this.#body = body;
    this.#plan = plan;
    this.#charges = new Charges(how);
    this.#fuel = how.fuel;
    this.#isHanded = how.handed !== null;
    this.#regions = new Regions(graph, plan.forest);
    this.#checks = new Uint8Array(graph.edges);
    this.#paidAhead = new Uint8Array(graph.edges);
    plan.counting.forEach((counting, loop) => {
      if (counting?.kind === 'rounds' && counting.checked) this.#checks[counting.edge] = CHECK.last;
      else if (counting?.kind === 'ahead') {
        this.#ahead.set(graph.loops[loop].entryEdge, counting);
        this.#paidAhead[plan.forest.back[loop][0]] = 1;
      }
    });
    for (const edge of plan.checkedEntries) this.#checks[edge] = CHECK.last;
    for (let vertex = 0; vertex < graph.vertices; vertex++)
      if (plan.checked[vertex] === 1) this.#check(vertex);
  }

  /** On the edges that lead to the vertex, if all of them pay: close together, both cost less. */
  #check(vertex: number): void {
    const edges: number[] = [];
    if (!this.#payingEdges(vertex, edges)) this.#checkedVertices.push(vertex);
    else for (const edge of edges) this.#checks[edge] = CHECK.first;
  }

  /** Gathers the edges that are passed last before the vertex and pay; false if it is also reached otherwise. */
  #payingEdges(vertex: number, found: number[]): boolean {
    const { firstIn, nextIn, from } = this.#graph;
    if (firstIn[vertex] < 0) return false;
    for (let edge = firstIn[vertex]; edge >= 0; edge = nextIn[edge]) {
      if (this.#pays(edge) !== 0) found.push(edge);
      else if (!this.#isPassage(from[edge]) || !this.#payingEdges(from[edge], found)) return false;
    }
    return true;
  }

  /** Whether the vertex has no instructions and leads to one other only. */
  #isPassage(vertex: number): boolean {
    const { first, last, firstOut, nextOut } = this.#graph;
    return last[vertex] < first[vertex] && nextOut[firstOut[vertex]] < 0;
  }

  write(): Edit[] {
    const bulk = this.#bulkSites();
    this.#markUsedRegions(bulk);
    for (let edge = 0; edge < this.#graph.edges; edge++) this.#writeEdge(edge);
    for (const vertex of this.#checkedVertices) this.#writeCheck(vertex);
    for (const [p, vertex] of bulk)
      this.#edits.push({ at: this.#body.at[p], bytes: this.#in(this.#modeOf(vertex)).chargeBulk().bytes });
    return this.#edits;
  }

  /** Bulk instructions, and their vertices. */
  #bulkSites(): [p: number, vertex: number][] {
    const sites: [number, number][] = [];
    const { first, last } = this.#graph;
    for (let vertex = 0; vertex < this.#graph.vertices; vertex++)
      for (let p = first[vertex]; p <= last[vertex]; p++)
        if (isBulk(this.#body.op[p])) sites.push([p, vertex]);
    return sites;
  }

  #pays(edge: number): number {
    return this.#paidAhead[edge] === 1 ? 0 : this.#plan.pays[edge];
  }

  #counts(edge: number): boolean {
    return this.#pays(edge) !== 0 || this.#checks[edge] !== CHECK.none || this.#ahead.has(edge);
  }

  #markUsedRegions(bulk: readonly (readonly [number, number])[]): void {
    if (this.#isHanded) return;
    for (let edge = 0; edge < this.#graph.edges; edge++)
      if (this.#counts(edge)) this.#regions.use(this.#regions.ofEdge(edge));
    for (const [, vertex] of bulk) this.#regions.use(this.#regions.ofVertex(vertex));
    for (const vertex of this.#checkedVertices) this.#regions.use(this.#regions.ofVertex(vertex));
  }

  #modeOf(vertex: number): Mode {
    return !this.#isHanded && this.#regions.ofVertex(vertex) === NO_LOOP ? 'global' : 'local';
  }

  #in(mode: Mode): ChargeWriter {
    return this.#charges.in(mode);
  }

  #writeEdge(edge: number): void {
    const [left, entered] = [this.#regions.left(edge), this.#regions.entered(edge)];
    if (!this.#counts(edge) && left === NO_LOOP && entered === NO_LOOP) return;
    const { code } = this.#edgeCode(edge, left !== NO_LOOP, entered !== NO_LOOP);
    this.#put(edge, code.take());
  }

  /** Where the counter moves from the global to its local or back, what the edge pays is taken off on the way, in the local. */
  #edgeCode(edge: number, leaves: boolean, enters: boolean): ChargeWriter {
    const stays = !this.#isHanded && !leaves && !enters && this.#regions.ofEdge(edge) === NO_LOOP;
    const writer = this.#in(stays ? 'global' : 'local');
    const { code } = writer;
    if (enters && !leaves) code.byte(OP.globalGet).u32(this.#fuel).byte(OP.localSet).u32(this.#charges.local);
    const pays = this.#pays(edge);
    const check = pays > 0 ? this.#checks[edge] : Math.min(this.#checks[edge], CHECK.last);
    // What stays in the global is looked at first: that is shorter, and what is paid here the next check sees, or the host.
    if (check === CHECK.last && !(stays && pays > 0)) writer.chargeAndCheck(pays);
    else if (check !== CHECK.none) writer.chargeAndCheck(0).charge(pays);
    else if (pays !== 0) writer.charge(pays);
    const ahead = this.#ahead.get(edge);
    if (ahead !== undefined) writer.chargeAhead(ahead.counted, ahead.amount, ahead.least);
    if (leaves && !enters) code.byte(OP.localGet).u32(this.#charges.local).byte(OP.globalSet).u32(this.#fuel);
    return writer;
  }

  #put(edge: number, code: Uint8Array): void {
    const p = this.#graph.at[edge];
    const at = this.#body.at[p];
    switch (this.#graph.place[edge]) {
      case PLACE.before:
        this.#edits.push({ at, rank: RANK.between, bytes: code });
        return;
      case PLACE.missingElse:
        this.#edits.push({ at, rank: RANK.missingElse, bytes: code });
        return;
      case PLACE.taken: {
        const [until, depth] = [this.#body.at[p + 1], this.#body.immediate[p]];
        this.#edits.push({ at, rank: RANK.taken, bytes: code, until, depth });
        return;
      }
      case PLACE.none:
        throw new Error('an edge without a place must pay nothing');
    }
  }

  #writeCheck(vertex: number): void {
    const bytes = this.#in(this.#modeOf(vertex)).chargeAndCheck(0).bytes;
    this.#edits.push({ at: this.#body.at[this.#graph.first[vertex]], rank: RANK.between, bytes });
  }
}
