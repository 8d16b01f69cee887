/**
 * Counted loops: those whose number of rounds is known before the first one. A local changes in one place, once in each
 * round, by a step that does not change, and whether another round follows is a comparison with something that does not
 * change either. Round j compares `local + plus + j·step`, in arithmetic that wraps around.
 */
import { OP } from '../../binary/opcodes.ts';
import type { Body } from './body.ts';
import { type Graph, PLACE } from './graph.ts';
import type { LoopForest } from './loops.ts';
import {
  effectsOf,
  type Loaded,
  negated,
  type Relation,
  type Value,
  type Width,
  writesMemory,
} from './symbols.ts';

export type Term =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'local'; readonly local: number };
/** What memory holds is a bound of loops that write to none. */
export type Bound = Term | Loaded;

export interface CountedLoop {
  readonly width: Width;
  readonly local: number;
  readonly plus: number;
  /** What is compared is one step ahead of that. */
  readonly stepAhead: boolean;
  readonly step: Term;
  /** While what is compared is unequal to the bound, or below, or above it. */
  readonly goesOn: 'unequal' | 'below' | 'above';
  readonly bound: Bound;
  /** Also when it equals the bound. */
  readonly inclusive: boolean;
  readonly signed: boolean;
  /** The edge that leaves the loop when the comparison fails. */
  readonly exit: number;
}

/** A counted loop whose bound need not be loaded any more. */
export type KnownLoop = CountedLoop & { readonly bound: Term };

/** What is looked at to judge a function's loops, for each of its instructions: nested loops are looked at repeatedly. */
const WORK_FACTOR = 64;

export class CountedLoops {
  readonly #graph: Graph;
  readonly #body: Body;
  readonly #forest: LoopForest;
  readonly #returns: Uint8Array;
  #work: number;

  constructor(graph: Graph, body: Body, forest: LoopForest, returns: Uint8Array) {
    this.#graph = graph;
    this.#body = body;
    this.#forest = forest;
    this.#returns = returns;
    this.#work = WORK_FACTOR * body.count;
  }

  /** The loop as a counted one that is left in no other way than by a trap, or null. */
  find(loop: number): CountedLoop | null {
    const latch = this.#latchOf(loop);
    if (latch === null) return null;
    const [edge] = this.#forest.back[loop];
    return this.#testedAtEnd(loop, latch, edge) ?? this.#testedAtBegin(loop, latch);
  }

  /**
   * The step of an address that each round reads or writes, if it changes like a counter: such a loop runs out of memory.
   * Memory ends before 2 GiB, so that no step below 64 KiB leads across the rest of the address space.
   */
  addressStep(loop: number): number | null {
    const latch = this.#latchOf(loop);
    if (latch === null) return null;
    const { body } = this.#graph.loops[loop];
    const vertices = this.#forest.innermost[body] === loop ? [latch, body] : [latch];
    for (const { addresses } of vertices.map((vertex) => this.#effects(vertex)))
      for (const address of addresses) {
        if (address.kind !== 'local') continue;
        const step = this.#stepOf(loop, latch, address.local);
        if (step?.kind === 'constant' && Math.abs(step.value) <= 65_536) return Math.abs(step.value);
      }
    return null;
  }

  /** The vertex that ends each round that another one follows, if it is always the same. */
  #latchOf(loop: number): number | null {
    const [edge, ...others] = this.#forest.back[loop];
    if (edge === undefined || others.length > 0 || this.#graph.place[edge] === PLACE.none) return null;
    this.#work -= this.#graph.loops[loop].lastInOrder - this.#graph.loops[loop].firstInOrder;
    if (this.#work < 0) return null;
    const from = this.#graph.from[edge];
    const latch = this.#graph.forkOf[from] >= 0 ? this.#graph.forkOf[from] : from;
    // A vertex inside an inner loop runs several times in a round.
    return this.#forest.innermost[latch] === loop ? latch : null;
  }

  #effects(vertex: number) {
    return effectsOf(this.#body, this.#graph.first[vertex], this.#graph.last[vertex]);
  }

  #testedAtEnd(loop: number, latch: number, back: number): CountedLoop | null {
    const fork = this.#graph.from[back];
    if (this.#graph.forkOf[fork] < 0 || this.#graph.place[back] !== PLACE.taken) return null;
    const exit = [...this.#graph.out(fork)].find((edge) => edge !== back);
    if (exit === undefined || !this.#isOnlyExit(loop, exit)) return null;
    return this.#counted(loop, latch, this.#effects(latch).condition, {
      goesOnIf: true,
      isFirst: false,
      exit,
    });
  }

  #testedAtBegin(loop: number, latch: number): CountedLoop | null {
    const { body } = this.#graph.loops[loop];
    if (this.#forest.innermost[body] !== loop) return null;
    const ways = this.#waysOf(body);
    if (ways === null) return null;
    const [when, otherwise] = ways;
    const leaves = this.#forest.leaves(loop, when);
    const exit = leaves ? when : otherwise;
    const stays = leaves ? otherwise : when;
    if (this.#forest.leaves(loop, stays) || !this.#isOnlyExit(loop, exit)) return null;
    return this.#counted(loop, latch, this.#effects(body).condition, {
      goesOnIf: !leaves,
      isFirst: true,
      exit,
    });
  }

  /** The edges out of a vertex that ends in a condition: if it holds, if not. */
  #waysOf(vertex: number): [when: number, otherwise: number] | null {
    const { last, place, at } = this.#graph;
    const p = last[vertex];
    if (this.#body.op[p] === OP.if) {
      const edges = [...this.#graph.out(vertex)];
      const when = edges.find((edge) => place[edge] === PLACE.before && at[edge] === p + 1);
      const otherwise = edges.find((edge) => edge !== when);
      return when === undefined || otherwise === undefined ? null : [when, otherwise];
    }
    if (this.#body.op[p] !== OP.brIf) return null;
    const [first] = this.#graph.out(vertex);
    const edges = [...this.#graph.out(this.#graph.to[first])];
    const when = edges.find((edge) => place[edge] !== PLACE.before);
    const otherwise = edges.find((edge) => place[edge] === PLACE.before);
    return when === undefined || otherwise === undefined ? null : [when, otherwise];
  }

  #isOnlyExit(loop: number, exit: number): boolean {
    if (!this.#forest.leaves(loop, exit)) return false;
    for (const vertex of this.#forest.vertices(loop))
      for (const edge of this.#graph.out(vertex)) {
        if (this.#forest.contains(loop, this.#graph.to[edge])) continue;
        if ((edge === exit) !== (this.#returns[this.#graph.to[edge]] === 1)) return false;
      }
    return true;
  }

  /** How often the loop sets a local, counted in instructions. */
  #settings(loop: number, local: number): number {
    let settings = 0;
    for (const vertex of this.#forest.vertices(loop))
      for (let p = this.#graph.first[vertex]; p <= this.#graph.last[vertex]; p++) {
        this.#work--;
        const op = this.#body.op[p];
        if ((op === OP.localSet || op === OP.localTee) && this.#body.immediate[p] === local) settings++;
      }
    return settings;
  }

  #asBound(loop: number, value: Value, { isFirst }: Test): Bound | null {
    if (value.kind === 'constant') return { kind: 'constant', value: value.value };
    if (value.kind === 'loaded') return isFirst && this.#keepsLoaded(loop, value) ? value : null;
    if (value.kind !== 'local' || value.plus !== 0 || this.#settings(loop, value.local) > 0) return null;
    return { kind: 'local', local: value.local };
  }

  /**
   * Whether memory gives the same in each round. Only where the test is what each round begins with: the first one is made
   * in any case, so that to read ahead for it traps where it traps.
   */
  #keepsLoaded(loop: number, { local }: Loaded): boolean {
    if (this.#settings(loop, local) > 0) return false;
    for (const vertex of this.#forest.vertices(loop))
      for (let p = this.#graph.first[vertex]; p <= this.#graph.last[vertex]; p++) {
        const { [p]: op } = this.#body.op;
        if (op === OP.call || op === OP.callIndirect || writesMemory(op)) return false;
      }
    return true;
  }

  #counted(loop: number, latch: number, condition: Value, test: Test): CountedLoop | null {
    const compares = asComparison(condition);
    if (compares === null) return null;
    const { left, right, width } = compares;
    const relation = test.goesOnIf ? compares.relation : negated(compares.relation);
    const mirrored = { left: right, right: left, relation: MIRRORED[relation], width };
    return (
      this.#compared(loop, latch, { left, right, relation, width }, test) ??
      this.#compared(loop, latch, mirrored, test)
    );
  }

  #compared(loop: number, latch: number, comparison: Comparison, test: Test): CountedLoop | null {
    const order = orderOf(comparison.relation);
    if (order === null || (comparison.left.kind !== 'local' && comparison.left.kind !== 'sum')) return null;
    const { left, width } = comparison;
    const locals = left.kind === 'local' ? [left.local] : [left.left, left.right];
    const bound = this.#asBound(loop, comparison.right, test);
    if (bound === null) return null;
    for (const local of locals) {
      const step = this.#stepOf(loop, latch, local);
      if (step === null) continue;
      if (left.kind === 'sum' && (step.kind !== 'local' || !locals.includes(step.local))) continue;
      const plus = left.kind === 'local' ? left.plus : 0;
      const stepAhead = left.kind === 'sum';
      const { exit } = test;
      return supported({ width, local, plus, stepAhead, step, bound, exit, ...order });
    }
    return null;
  }

  /** By how much the loop changes a local in each round. */
  #stepOf(loop: number, latch: number, local: number): Term | null {
    const value = this.#effects(latch).locals.get(local);
    if (value === undefined || this.#settings(loop, local) !== 1) return null;
    if (value.kind === 'local' && value.local === local && value.plus !== 0)
      return { kind: 'constant', value: value.plus };
    if (value.kind !== 'sum' || (value.left !== local && value.right !== local)) return null;
    const other = value.left === local ? value.right : value.left;
    return this.#settings(loop, other) === 0 ? { kind: 'local', local: other } : null;
  }
}

interface Comparison {
  readonly left: Value;
  readonly right: Value;
  readonly relation: Relation;
  readonly width: Width;
}

/** What decides whether another round follows. */
interface Test {
  /** What its condition must be for that. */
  readonly goesOnIf: boolean;
  /** Whether each round begins with it. */
  readonly isFirst: boolean;
  /** The edge that leaves the loop otherwise. */
  readonly exit: number;
}

const MIRRORED: Record<Relation, Relation> = {
  eq: 'eq',
  ne: 'ne',
  lt_s: 'gt_s',
  gt_s: 'lt_s',
  lt_u: 'gt_u',
  gt_u: 'lt_u',
  le_s: 'ge_s',
  ge_s: 'le_s',
  le_u: 'ge_u',
  ge_u: 'le_u',
};

function asComparison(value: Value): Comparison | null {
  if (value.kind === 'test') return value;
  if (value.kind !== 'local') return null;
  return { relation: 'ne', left: value, right: { kind: 'constant', value: 0 }, width: 32 };
}

function orderOf(relation: Relation): Pick<CountedLoop, 'goesOn' | 'inclusive' | 'signed'> | null {
  if (relation === 'eq') return null;
  if (relation === 'ne') return { goesOn: 'unequal', inclusive: false, signed: false };
  const goesOn = relation.startsWith('l') ? 'below' : 'above';
  return { goesOn, inclusive: relation[1] === 'e', signed: relation.endsWith('_s') };
}

/** The loop, if its rounds can be computed; bounds of 64 bits without the inclusive forms. */
function supported(counted: CountedLoop): CountedLoop | null {
  const { step, goesOn, width } = counted;
  if (step.kind === 'local') return goesOn === 'below' && width === 32 ? counted : null;
  if (goesOn === 'below' && step.value < 0) return null;
  if (goesOn === 'above' && step.value > 0) return null;
  if (width === 32) return counted;
  const size = Math.abs(step.value);
  if (goesOn === 'unequal') return Number.isInteger(Math.log2(size)) ? counted : null;
  return size === 1 ? exclusive(counted) : null;
}

function exclusive(counted: CountedLoop): CountedLoop | null {
  const { bound, goesOn, inclusive, signed } = counted;
  if (!inclusive) return counted;
  if (bound.kind !== 'constant') return null;
  const value = bound.value + (goesOn === 'below' ? 1 : -1);
  // A bound that is negative means a very large one, and must not come to zero or from there.
  if (!Number.isSafeInteger(value) || (!signed && bound.value < 0 !== value < 0)) return null;
  return { ...counted, bound: { kind: 'constant', value }, inclusive: false };
}
