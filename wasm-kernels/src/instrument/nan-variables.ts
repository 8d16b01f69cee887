/**
 * What locals hold, place by place. A local that is set is what was put into it, until control flow comes together: there
 * it is a new variable, which is any of what the ways brought. Compilers use one local for a counter here and an address
 * there, so to look at locals as a whole would tell little.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { constantSum, type Sum, UNKNOWN, variableSum } from './nan-residues.ts';

/** A construct that is open. */
interface Open {
  /** What was put before it began: entries of the log. */
  readonly since: number;
  /** Variables of what branches to its end bring, by local. */
  readonly met: Map<number, number>;
  /** Whether its end is reached in more ways than from the instruction before. */
  joins: boolean;
  /** Of a loop: variables of what it changes; null for any other construct. */
  readonly heads: ReadonlyMap<number, number> | null;
}

/** Thrown where code joins so often that following it would take more than linear time. */
export class TooManyJoins extends Error {}
const JOINS_PER_BYTE = 4;
const LEAST_JOINS = 20_000;

export class LocalVariables {
  /** What may come into each variable, behind the parameters, which come from outside. */
  readonly inflows: [variable: number, sum: Sum][] = [];
  /** How many variables there are. */
  count: number;
  readonly #parameters: number;
  readonly #now = new Map<number, Sum>();
  /** Locals that were put, and what they held before. */
  readonly #log: [local: number, before: Sum][] = [];
  readonly #open: Open[] = [{ since: 0, met: new Map(), joins: false, heads: null }];
  readonly #changedInLoop: readonly (readonly number[])[];
  #joinsLeft: number;

  /** The code is that of the function; `parameters` of its locals come from outside, the others begin with 0. */
  constructor(code: { bytes: Uint8Array; start: number; end: number }, parameters: number) {
    this.#parameters = parameters;
    this.count = parameters;
    this.#joinsLeft = LEAST_JOINS + JOINS_PER_BYTE * (code.end - code.start);
    this.#changedInLoop = changedInLoops(code, () => this.#spend());
  }

  get(local: number): Sum {
    return this.#now.get(local) ?? (local < this.#parameters ? variableSum(local) : constantSum(0));
  }

  put(local: number, sum: Sum): void {
    this.#log.push([local, this.get(local)]);
    this.#now.set(local, sum);
  }

  /** A block or `if`, whose condition may lead from here to its end. */
  open(kind: 'block' | 'if'): void {
    this.#open.push({ since: this.#log.length, met: new Map(), joins: kind === 'if', heads: null });
  }

  /** A loop, of which so many came before in the code, those that nothing reaches included. */
  openLoop(number: number): void {
    const heads = new Map(this.#changedInLoop[number].map((local) => [local, this.#joined(local)]));
    this.#open.push({ since: this.#log.length, met: new Map(), joins: false, heads });
  }

  /** Code may go from here to the label of the construct before which so many were open. */
  branch(construct: number): void {
    if (construct === 0) return;
    const target = this.#open[construct];
    if (target.heads === null) this.#meet(target);
    else for (const [local, variable] of target.heads) this.#flow(variable, this.get(local));
  }

  elseBegins(isReached: boolean): void {
    const top = this.#open[this.#open.length - 1];
    if (isReached) this.#meet(top);
    this.#undo(top.since);
  }

  /** `isReached`: from the instruction before. */
  close(isReached: boolean): void {
    const top = this.#open.pop();
    if (top === undefined || (isReached && !top.joins)) return;
    if (isReached) this.#meet(top);
    this.#undo(top.since);
    for (const [local, variable] of top.met) this.put(local, variableSum(variable));
  }

  /** What locals changed since the construct began comes to its end, as does, for a way that did not, what they were then. */
  #meet(target: Open): void {
    const { since, met } = target;
    target.joins = true;
    const seen = new Set<number>();
    for (let at = since; at < this.#log.length; at++) {
      this.#spend();
      const [local, before] = this.#log[at];
      if (seen.has(local)) continue;
      seen.add(local);
      const variable = met.get(local) ?? this.#fresh(before);
      met.set(local, variable);
      this.#flow(variable, this.get(local));
    }
    for (const [local, variable] of met) if (!seen.has(local)) this.#flow(variable, this.get(local));
  }

  #joined(local: number): number {
    const variable = this.#fresh(this.get(local));
    this.put(local, variableSum(variable));
    return variable;
  }

  #fresh(first: Sum): number {
    this.#flow(this.count, first);
    return this.count++;
  }

  #flow(variable: number, sum: Sum): void {
    this.#spend();
    this.inflows.push([variable, sum]);
  }

  #undo(until: number): void {
    while (this.#log.length > until) {
      const [local, before] = this.#log.pop() ?? [0, UNKNOWN];
      this.#now.set(local, before);
    }
  }

  #spend(): void {
    if (this.#joinsLeft-- <= 0) throw new TooManyJoins();
  }
}

/** Of every loop in the code, in order, the locals that are set in it. */
function changedInLoops(
  { bytes, start, end }: { bytes: Uint8Array; start: number; end: number },
  spend: () => void,
): number[][] {
  const loops: Set<number>[] = [];
  const open: (Set<number> | null)[] = [];
  const inner: Set<number>[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  while (cursor.step()) {
    const { op } = cursor;
    if (op === OP.loop) {
      const changed = new Set<number>();
      loops.push(changed);
      inner.push(changed);
      open.push(changed);
    } else if (op === OP.block || op === OP.if) open.push(null);
    else if (op === OP.end) {
      const closed = open.pop();
      if (!closed) continue;
      inner.pop();
      const outer = inner.at(-1);
      for (const local of closed) {
        spend();
        outer?.add(local);
      }
    } else if (op === OP.localSet || op === OP.localTee) inner.at(-1)?.add(cursor.index);
  }
  return loops.map((changed) => [...changed]);
}
