/**
 * Fuel: how many instructions ran (metering/cost.ts says what counts), exact whenever an item returns, at little cost:
 *
 * - a spanning tree of each function's control flow decides where to count (placement.ts);
 * - loops whose rounds are known when they begin are charged for there, and carry no code (counted.ts, rounds.ts);
 * - functions that always cost the same carry none either: their callers pay, as for the likeliest way of others;
 * - in a loop without calls the counter is a local (regions.ts); on a circle of calls it is a parameter (passing.ts).
 *
 * Every loop that repeats and every circle of calls has a check that sees all that was spent so far, but for a bounded rest
 * (cost.ts); a run that has more fuel than it needs never fails one. So exhaustion is exact for runs that return: they are
 * exhausted if and only if they cost more than their cap. It is noticed late, at the same place on every device.
 */
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type CallGraph, calleesFirst, reaching } from './call-graph.ts';
import { type Edit, RANK } from './edit.ts';
import { Body } from './metering/body.ts';
import { buildGraph, type Callee } from './metering/build-graph.ts';
import type { Hook } from './metering/charges.ts';
import { constantCost } from './metering/constant-cost.ts';
import { isBulk, UNKNOWN_STRETCH } from './metering/cost.ts';
import { Graph } from './metering/graph.ts';
import { type FunctionPlan, planFunction } from './metering/plan-function.ts';
import { writeFunction } from './metering/write-function.ts';
import type { HandedOn } from './passing.ts';
import type { Scratch } from './scratch.ts';

export interface MeteringOptions {
  /** Index of the global that is counted in. */
  readonly fuel: number;
  /** Index of the global that holds how far fuel may fall. */
  readonly floor: number;
  /** Where slices are counted, what is called at the end of each: no loop is charged ahead. Null where fuel is. */
  readonly hook: Hook | null;
  /** Pages of 64 KiB that memory never exceeds. */
  readonly pages: number;
}

/** Decides where functions count. */
export interface Meter {
  /** Indices of the module's own functions, in the order in which they must be planned. */
  readonly order: readonly number[];
  /** `handed`: the local that the counter is in, and the functions that it is handed to: see passing.ts. */
  plan(index: number, scratch: Scratch, handed: HandedOn | null): Edit[];
}

/** A function that does not return when it is called: it ends the program. */
const ENDING_IMPORT = 'proc_exit';

/** Plans the counting of a module's functions, one after the other, callees first: see {@link order}. */
export class Metering implements Meter {
  readonly order: readonly number[];
  readonly #module: ModuleMap;
  readonly #graph: CallGraph;
  readonly #recursive: ReadonlySet<number>;
  readonly #options: MeteringOptions;
  readonly #imported: number;
  readonly #mayEnd: ReadonlySet<number>;
  readonly #paid: Float64Array;
  readonly #silent: Uint8Array;
  readonly #stretch: Float64Array;
  readonly #body = new Body();
  readonly #flow = new Graph();

  constructor(module: ModuleMap, graph: CallGraph, recursive: ReadonlySet<number>, options: MeteringOptions) {
    const count = module.functions.length;
    this.#module = module;
    this.#graph = graph;
    this.#recursive = recursive;
    this.#options = options;
    this.#imported = count - module.bodies.length;
    const ending = module.imports
      .filter(({ kind }) => kind === 0)
      .flatMap(({ name }, i) => (name === ENDING_IMPORT ? [i] : []));
    this.#mayEnd = reaching(graph.callees, ending);
    this.#paid = new Float64Array(count);
    this.#silent = new Uint8Array(count);
    this.#stretch = new Float64Array(count).fill(UNKNOWN_STRETCH);
    this.#stretch.fill(0, 0, this.#imported);
    this.order = calleesFirst(graph.callees).filter((index) => index >= this.#imported && index < count);
  }

  /** Where and what a function counts. */
  plan(index: number, scratch: Scratch, handed: HandedOn | null = null): Edit[] {
    const { bytes, bodies } = this.#module;
    const span = bodies[index - this.#imported];
    this.#body.read(bytes, readLocals(bytes, span).end, span.end);
    this.#buildGraph(index);
    const recursive = this.#recursive.has(index);
    const pinned = this.#graph.pinned.has(index);
    const constant = recursive || pinned || this.#hasBulk() ? null : constantCost(this.#flow);
    if (constant !== null) {
      this.#silent[index] = 1;
      this.#paid[index] = constant.cost;
      this.#stretch[index] = constant.stretch;
      return [];
    }
    const selfPaid = !pinned && recursive && this.#callsOnlyItself(index) ? this.#planSelfPaid(index) : null;
    const plan = selfPaid ?? this.#planOnce(index, !pinned && !recursive);
    this.#paid[index] = plan.base;
    this.#stretch[index] = plan.stretch;
    const how = { ...this.#options, scratch, handed: handed?.local ?? null };
    const edits = writeFunction(this.#flow, this.#body, plan, how);
    return handed === null ? edits : [...edits, ...this.#aroundCalls(handed)];
  }

  /** The counter moves to its global and back around each call of a function that looks for it there. */
  #aroundCalls({ local, inner }: HandedOn): Edit[] {
    const { op, at, immediate, count } = this.#body;
    const { fuel } = this.#options;
    const out = new ByteWriter().byte(OP.localGet).u32(local).byte(OP.globalSet).u32(fuel).take();
    const back = new ByteWriter().byte(OP.globalGet).u32(fuel).byte(OP.localSet).u32(local).take();
    const edits: Edit[] = [];
    for (let p = 0; p < count; p++) {
      const { [p]: index } = immediate;
      const hides = this.#silent[index] === 1 && !this.#mayEnd.has(index);
      if (op[p] !== OP.callIndirect && (op[p] !== OP.call || inner.has(index) || hides)) continue;
      edits.push({ at: at[p], bytes: out }, { at: at[p + 1], rank: RANK.after, bytes: back });
    }
    return edits;
  }

  #buildGraph(index: number): void {
    const { types, functions } = this.#module;
    const recursive = this.#recursive.has(index);
    buildGraph(this.#flow, this.#body, {
      types,
      results: types[functions[index]].results.length,
      callee: (callee) => this.#callee(callee, recursive),
      indirect: (type) => this.#indirect(type, recursive),
    });
  }

  #planOnce(index: number, callersPay: boolean): FunctionPlan {
    return planFunction({
      graph: this.#flow,
      body: this.#body,
      callersPay,
      recursive: this.#recursive.has(index),
      sliced: this.#options.hook !== null,
      mostMemory: this.#options.pages * 65_536,
    });
  }

  /** Whether it is on no circle of calls but its own: others would be planned before it is known what they pay for it. */
  #callsOnlyItself(index: number): boolean {
    const { callees } = this.#graph;
    // What stands behind the functions is all that a table may hold of some type.
    const mayRecur = (callee: number): boolean =>
      this.#recursive.has(callee) ||
      (callee >= this.#module.functions.length && callees[callee].some((each) => this.#recursive.has(each)));
    return callees[index].every((callee) => callee === index || !mayRecur(callee));
  }

  /**
   * The plan of a recursive function whose callers pay for its likeliest way; it is one of them. That way must not lead
   * through a call of itself, or its cost would be part of its own.
   */
  #planSelfPaid(index: number): FunctionPlan | null {
    const { base } = this.#planOnce(index, true);
    this.#paid[index] = base;
    this.#buildGraph(index);
    const plan = this.#planOnce(index, true);
    if (base > 0 && plan.base === base) return plan;
    this.#paid[index] = 0;
    this.#buildGraph(index);
    return null;
  }

  #hasBulk(): boolean {
    const { op, count } = this.#body;
    for (let p = 0; p < count; p++) if (isBulk(op[p])) return true;
    return false;
  }

  #callee(index: number, inRecursive: boolean): Callee {
    return {
      paid: this.#paid[index],
      silent: this.#silent[index] === 1,
      stretch: this.#stretch[index],
      mayEnd: this.#mayEnd.has(index),
      recurs: inRecursive && this.#recursive.has(index),
    };
  }

  #indirect(type: number, inRecursive: boolean): Callee {
    const mayEnd = this.#mayEnd.has(this.#graph.byType[type]);
    return { paid: 0, silent: false, stretch: UNKNOWN_STRETCH, mayEnd, recurs: inRecursive };
  }
}
