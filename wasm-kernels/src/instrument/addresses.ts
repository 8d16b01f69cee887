import type { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { LEFT, leftBy, operandsOf } from './effects.ts';

/** A number that code computes: `delta` beyond another one, or beyond zero where `root` is {@link CONSTANT}. */
export interface Value {
  readonly root: number;
  readonly delta: number;
}

export const CONSTANT = 0;
/** Sums with larger constants get a root of their own, so that those with a common one differ by little. */
const FARTHEST = 1 << 20;

const WITHOUT_EFFECT_TABLE: ReadonlySet<number> = new Set([
  OP.call,
  OP.callIndirect,
  0x12,
  0x13,
  OP.br,
  OP.brTable,
  OP.return,
  OP.unreachable,
]);

/**
 * Follows what code computes, as far as it takes to see that two addresses differ by a constant. Where other code joins
 * it only knows the locals which that does not set ({@link forget}), and nothing of what a call leaves; what it does not
 * know is a value that is like no other. A root stands for one number while the code runs on.
 */
export class Values {
  /** The operands that are known; below them lie others. */
  readonly #stack: Value[] = [];
  readonly #locals = new Map<number, Value>();
  /** By root, a local that held a value of it last. */
  readonly #holders = new Map<number, number>();
  #roots = CONSTANT;

  /** Other code joins, which set these locals, or any if null: what is known of them and of the stack is void. */
  forget(locals: readonly number[] | null): void {
    this.#stack.length = 0;
    if (locals === null) this.#locals.clear();
    else for (const local of locals) this.#locals.delete(local);
  }

  /** The operand so many below the top. */
  operand(below: number): Value {
    return this.#stack[this.#stack.length - 1 - below] ?? this.#unknown();
  }

  /** A local that holds this value now, or null. */
  holder({ root, delta }: Value): number | null {
    const local = this.#holders.get(root) ?? -1;
    const held = this.#locals.get(local);
    return held?.root === root && held.delta === delta ? local : null;
  }

  /** Passes an instruction, in a block or an arm of an `if` too; not one where other code joins. */
  step(cursor: CodeCursor): void {
    const { op, index } = cursor;
    if (WITHOUT_EFFECT_TABLE.has(op)) this.#stack.length = 0;
    else if (op === OP.brIf || op === OP.if) this.#pop();
    else if (op === OP.localGet) this.#stack.push(this.#local(index));
    else if (op === OP.localSet) this.#hold(index, this.#pop());
    else if (op === OP.localTee) this.#hold(index, this.#tee());
    else if (op === OP.i32Const) this.#stack.push({ root: CONSTANT, delta: index });
    else if (op === OP.i32Add) this.#stack.push(this.#sum(this.#pop(), this.#pop()));
    else if (op !== OP.nop && op !== OP.block) this.#other(op);
  }

  #other(op: number): void {
    for (let left = operandsOf(op); left > 0; left--) this.#pop();
    if (leftBy(op) !== LEFT.nothing) this.#stack.push(this.#unknown());
  }

  #sum(b: Value, a: Value): Value {
    const [base, constant] = b.root === CONSTANT ? [a, b] : [b, a];
    const delta = base.delta + constant.delta;
    const isNear = Math.abs(delta) <= FARTHEST && Math.abs(base.delta) <= FARTHEST;
    return constant.root === CONSTANT && base.root !== CONSTANT && isNear
      ? { root: base.root, delta }
      : this.#unknown();
  }

  #local(local: number): Value {
    const known = this.#locals.get(local) ?? this.#unknown();
    this.#hold(local, known);
    return known;
  }

  #hold(local: number, value: Value): void {
    this.#locals.set(local, value);
    this.#holders.set(value.root, local);
  }

  #tee(): Value {
    const value = this.#pop();
    this.#stack.push(value);
    return value;
  }

  #pop(): Value {
    return this.#stack.pop() ?? this.#unknown();
  }

  #unknown(): Value {
    return { root: ++this.#roots, delta: 0 };
  }
}

/** A construct that sets more locals is taken to set all: so the lists of nested ones stay short. */
const MOST_LOCALS = 256;

/** The locals that each construct sets, in the order in which the constructs begin; null for too many to list. */
export function localsSet(cursor: CodeCursor): (readonly number[] | null)[] {
  const sets: (readonly number[] | null)[] = [];
  const open: number[] = [];
  let inner = new Set<number>();
  const outer: Set<number>[] = [];
  while (cursor.step())
    if (cursor.op === OP.block || cursor.op === OP.loop || cursor.op === OP.if) {
      open.push(sets.push(null) - 1);
      outer.push(inner);
      inner = new Set();
    } else if (cursor.op === OP.localSet || cursor.op === OP.localTee) inner.add(cursor.index);
    else if (cursor.op === OP.end && open.length > 0) {
      const all = inner;
      sets[open.pop() as number] = all.size > MOST_LOCALS ? null : [...all];
      inner = merged(outer.pop() as Set<number>, all);
    }
  return sets;
}

/** Both, by adding the smaller to the larger: no local moves often. */
function merged(a: Set<number>, b: Set<number>): Set<number> {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const local of small) large.add(local);
  return large;
}
