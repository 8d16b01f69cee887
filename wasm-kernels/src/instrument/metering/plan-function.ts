/** Where and what one function counts. */
import type { Body } from './body.ts';
import { MOST_AHEAD, STRETCH, UNKNOWN_STRETCH } from './cost.ts';
import { type CountedLoop, CountedLoops } from './counted.ts';
import { type Graph, PLACE } from './graph.ts';
import { LoopForest, NO_LOOP } from './loops.ts';
import { frequencies, type Placement, PREFER, place, placeEvenly } from './placement.ts';
import { callingLoops, leastToExit, returning } from './reach.ts';

/** How a loop is counted. */
export type Counting =
  /** Nowhere in particular: every round makes a recursive call, in front of which stands a check. */
  | { readonly kind: 'calls' }
  /** On the edge, which lies on every way round, with a check unless memory ends the loop soon. */
  | { readonly kind: 'rounds'; readonly edge: number; readonly checked: boolean }
  /** On the edge that enters it, for all its rounds. `amount` a round, which costs `least` at least. */
  | {
      readonly kind: 'ahead';
      readonly counted: CountedLoop;
      readonly amount: number;
      readonly least: number;
    };

export interface FunctionPlan {
  readonly forest: LoopForest;
  readonly pays: Float64Array;
  /** By loop; null for a construct that never repeats. */
  readonly counting: readonly (Counting | null)[];
  /** Vertices that begin with a check. */
  readonly checked: Uint8Array;
  /** Edges with a check that enter loops without one. */
  readonly checkedEntries: readonly number[];
  /** What callers pay. */
  readonly base: number;
  /** The most instructions between its entry and its first check, its last check and its exit, or any two. */
  readonly stretch: number;
}

export interface FunctionCircumstances {
  readonly graph: Graph;
  readonly body: Body;
  /** It is only called directly, and never while it runs: callers can pay for it. */
  readonly callersPay: boolean;
  /** It may be on the stack several times. */
  readonly recursive: boolean;
  /** Fuel is given in slices: no loop is charged ahead. */
  readonly sliced: boolean;
  /** Bytes that memory never exceeds. */
  readonly mostMemory: number;
}

/** The most that callers pay for a function besides what it counts itself. */
const MOST_BASE = 2048;
/** How many times what a round costs at least it may run, where nothing looks at the fuel inside. */
const MOST_UNEVEN = 2;
/** How often some loops are counted round by round after all before all of them are. */
const MOST_TRIES = 4;
/** Added to what ran since the last check where there was none since the function's entry. */
const UNCHECKED = 2 ** 40;
/** The most instructions of a loop that goes through memory without a check: less than a second. */
const MOST_UNCHECKED = 2 ** 30;
/** The largest cost of a round whose product with 2^33 rounds is sure not to overflow. */
const MOST_PER_ROUND = 2 ** 28;

export function planFunction(circumstances: FunctionCircumstances): FunctionPlan {
  const planner = new FunctionPlanner(circumstances);
  return planner.plan();
}

class FunctionPlanner {
  readonly #graph: Graph;
  readonly #forest: LoopForest;
  readonly #circumstances: FunctionCircumstances;
  /** Whether the function's exit is reached from each vertex. */
  readonly #returns: Uint8Array;
  readonly #often: Float64Array;
  /** By loop, what is needed to charge it ahead, as long as nothing speaks against it. */
  readonly #ahead: (Ahead | null)[];
  /** By loop, whether it has calls inside. */
  readonly #calling: Uint8Array;
  readonly #counted: CountedLoops;

  constructor(circumstances: FunctionCircumstances) {
    const { graph, body } = circumstances;
    this.#graph = graph;
    this.#circumstances = circumstances;
    this.#forest = new LoopForest(graph);
    this.#returns = returning(graph);
    this.#often = frequencies(graph, this.#forest, this.#returns);
    this.#calling = callingLoops(graph, this.#forest);
    this.#counted = new CountedLoops(graph, body, this.#forest, this.#returns);
    this.#ahead = this.#candidates();
  }

  plan(): FunctionPlan {
    return (
      (this.#circumstances.callersPay ? this.#attempt(false) : null) ?? this.#attempt(true) ?? this.#evenly()
    );
  }

  /** Null if code would be charged too far ahead of what runs. */
  #attempt(alone: boolean): FunctionPlan | null {
    let placement = this.#placement(alone);
    for (let tries = 1; this.#giveUpLoops(placement); tries++) {
      if (tries === MOST_TRIES) this.#ahead.fill(null);
      placement = this.#placement(alone);
    }
    if (placement.base < 0 || placement.base > MOST_BASE) return null;
    const plan = this.#finish(placement);
    return this.#staysNear(plan, placement) ? plan : null;
  }

  #evenly(): FunctionPlan {
    this.#ahead.fill(null);
    return this.#finish(placeEvenly(this.#graph));
  }

  #placement(alone: boolean): Placement {
    const { graph, forest } = { graph: this.#graph, forest: this.#forest };
    const preference = new Uint8Array(graph.edges);
    graph.loops.forEach((_, loop) => {
      if (!forest.repeats(loop)) return;
      if (this.#ahead[loop] !== null) preference[forest.back[loop][0]] = PREFER.ahead;
      else preference[this.#checkEdge(loop)] = PREFER.check;
      // Its check stands in front of a call, and looks at what was charged on the ways there.
      if (this.#recursEachRound(loop)) preference[graph.loops[loop].entryEdge] = PREFER.check;
    });
    return place(graph, { often: this.#often, preference, alone });
  }

  /** An edge that lies on every way round. */
  #checkEdge(loop: number): number {
    const [edge, ...others] = this.#forest.back[loop];
    return others.length === 0 && this.#graph.place[edge] !== PLACE.none
      ? edge
      : this.#graph.loops[loop].headEdge;
  }

  #recursEachRound(loop: number): boolean {
    const { body } = this.#graph.loops[loop];
    return this.#graph.recurs[body] && this.#forest.innermost[body] === loop;
  }

  /** Counted loops that may go without code inside: no round runs much more than it costs at least. */
  #candidates(): (Ahead | null)[] {
    const { graph, recursive, sliced } = this.#circumstances;
    if (sliced) return graph.loops.map(() => null);
    return graph.loops.map((_, loop) => {
      if (recursive && this.#calling[loop] === 1) return null;
      const { least, most } = this.#round(loop);
      if (least === 0 || most > MOST_UNEVEN * least || most >= STRETCH) return null;
      const counted = this.#counted.find(loop);
      return counted === null ? null : { kind: 'ahead', counted, least };
    });
  }

  /** Whether the loop needs no check because it goes through memory. Fuel in slices wants checks everywhere. */
  #leavesMemorySoon(loop: number): boolean {
    const { mostMemory, sliced } = this.#circumstances;
    if (sliced || this.#calling[loop] === 1 || this.#hasInner(loop)) return false;
    const step = this.#counted.addressStep(loop);
    if (step === null) return false;
    return (mostMemory / step) * this.#round(loop).most <= MOST_UNCHECKED;
  }

  /** The least that a round costs, and the most that runs in it without counting rounds of inner loops. */
  #round(loop: number): { least: number; most: number } {
    const { graph, forest } = { graph: this.#graph, forest: this.#forest };
    const least = new Map<number, number>();
    const most = new Map<number, number>();
    const [back] = forest.back[loop];
    for (const vertex of forest.vertices(loop)) {
      let [cheapest, longest] = vertex === graph.loops[loop].head ? [0, 0] : [Number.POSITIVE_INFINITY, 0];
      for (let edge = graph.firstIn[vertex]; edge >= 0; edge = graph.nextIn[edge]) {
        const before = graph.from[edge];
        cheapest = Math.min(cheapest, least.get(before) ?? Number.POSITIVE_INFINITY);
        longest = Math.max(longest, most.get(before) ?? 0);
      }
      least.set(vertex, cheapest + graph.cost[vertex]);
      most.set(vertex, longest + graph.stretch[vertex]);
    }
    const latch = graph.from[back];
    return { least: least.get(latch) ?? 0, most: most.get(latch) ?? 0 };
  }

  /** Loops whose rounds were given no cost, or one that is partly given back while others look at the fuel. */
  #giveUpLoops({ pays }: Placement): boolean {
    let changed = false;
    this.#ahead.forEach((ahead, loop) => {
      if (ahead === null) return;
      const amount = pays[this.#forest.back[loop][0]];
      const watched = this.#calling[loop] === 1 || this.#hasInner(loop);
      if (amount > 0 && amount <= MOST_PER_ROUND && (amount <= ahead.least || !watched)) return;
      this.#ahead[loop] = null;
      changed = true;
    });
    return changed;
  }

  #hasInner(loop: number): boolean {
    // The first construct inside comes next.
    for (let inner = loop + 1; inner < this.#graph.loops.length; inner++) {
      if (this.#graph.loops[inner].firstInOrder >= this.#graph.loops[loop].lastInOrder) return false;
      if (this.#forest.repeats(inner) && this.#forest.encloses(loop, inner)) return true;
    }
    return false;
  }

  #finish({ pays, base }: Placement): FunctionPlan {
    const counting = this.#graph.loops.map((_, loop): Counting | null => {
      if (!this.#forest.repeats(loop)) return null;
      const ahead = this.#ahead[loop];
      if (ahead === null && this.#recursEachRound(loop)) return { kind: 'calls' };
      if (ahead === null)
        return { kind: 'rounds', edge: this.#checkEdge(loop), checked: !this.#leavesMemorySoon(loop) };
      return { ...ahead, amount: pays[this.#forest.back[loop][0]] };
    });
    return { forest: this.#forest, pays, counting, base, ...this.#checks(counting) };
  }

  /**
   * Vertices that need a check, so that nothing runs long without one: in front of the first recursive call on every way,
   * and wherever too much has run since the last check.
   */
  #checks(
    counting: readonly (Counting | null)[],
  ): Pick<FunctionPlan, 'checked' | 'checkedEntries' | 'stretch'> {
    const { graph, forest } = { graph: this.#graph, forest: this.#forest };
    const checking = new Uint8Array(graph.edges);
    const due = new Uint8Array(graph.vertices);
    /** Loops without a check, by head. */
    const unchecked = new Map<number, number>();
    const checkedEntries: number[] = [];
    counting.forEach((how, loop) => {
      if (how?.kind === 'calls') due[graph.loops[loop].body] = 1;
      if (how?.kind === 'rounds' && !how.checked)
        unchecked.set(graph.loops[loop].head, graph.loops[loop].entryEdge);
      const edge = checkingEdge(graph, loop, how);
      if (edge !== null) checking[edge] = 1;
    });
    const checked = new Uint8Array(graph.vertices);
    const after = new Float64Array(graph.vertices);
    let stretch = 0;
    for (const vertex of graph.order) {
      let before = vertex === graph.entry ? UNCHECKED : 0;
      for (let edge = graph.firstIn[vertex]; edge >= 0; edge = graph.nextIn[edge])
        if (checking[edge] === 0 && !forest.isBack(edge)) before = Math.max(before, after[graph.from[edge]]);
      const ran = before % UNCHECKED;
      const entry = unchecked.get(vertex);
      if (entry !== undefined) {
        if (ran >= UNKNOWN_STRETCH) checkedEntries.push(entry);
        after[vertex] = (ran >= UNKNOWN_STRETCH ? 0 : before) + STRETCH - UNKNOWN_STRETCH;
        stretch = Math.max(stretch, after[vertex] % UNCHECKED);
        continue;
      }
      const tooLong = ran > 0 && graph.stretch[vertex] > 0 && ran + graph.stretch[vertex] > STRETCH;
      if (tooLong || due[vertex] === 1 || (graph.recurs[vertex] && before >= UNCHECKED)) {
        checked[vertex] = 1;
        before = 0;
      }
      after[vertex] = before + graph.stretch[vertex];
      stretch = Math.max(stretch, after[vertex] % UNCHECKED);
    }
    return { checked, checkedEntries, stretch };
  }

  /** Wherever fuel is looked at, here or in a callee, no more has been charged than is going to be due, but for a little. */
  #staysNear({ counting, checked, checkedEntries, base }: FunctionPlan, { potential }: Placement): boolean {
    const graph = this.#graph;
    const due = leastToExit(graph, this.#forest);
    const rounds = new Float64Array(graph.loops.length);
    const near = (vertex: number): boolean => {
      const loop = this.#forest.innermost[vertex];
      const ahead = base - potential[vertex] - due[vertex];
      return ahead + (loop === NO_LOOP ? 0 : rounds[loop]) <= MOST_AHEAD;
    };
    for (let loop = 0; loop < rounds.length; loop++) {
      const { [loop]: how } = counting;
      const parent = this.#forest.parent[loop];
      rounds[loop] = (parent === NO_LOOP ? 0 : rounds[parent]) + (how?.kind === 'ahead' ? how.amount : 0);
    }
    for (let vertex = 0; vertex < graph.vertices; vertex++)
      if ((checked[vertex] || graph.calls[vertex]) && !near(vertex)) return false;
    if (!checkedEntries.every((edge) => near(graph.to[edge]))) return false;
    return counting.every((how, loop) => {
      const edge = checkingEdge(graph, loop, how);
      return edge === null || near(graph.to[edge]);
    });
  }
}

/** The edge on which a loop's counting looks at the fuel. */
function checkingEdge(graph: Graph, loop: number, how: Counting | null): number | null {
  if (how?.kind === 'rounds') return how.checked ? how.edge : null;
  return how?.kind === 'ahead' ? graph.loops[loop].entryEdge : null;
}

/** A loop that is charged ahead, before it is known what a round is charged. */
type Ahead = Omit<Extract<Counting, { kind: 'ahead' }>, 'amount'>;
