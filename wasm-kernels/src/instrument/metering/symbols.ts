/** What a vertex does to locals, as far as counted loops need to know: everything in terms of locals at its beginning. */
import { OP } from '../../binary/opcodes.ts';
import type { Body } from './body.ts';

export type Width = 32 | 64;
export const RELATIONS = [
  'eq',
  'ne',
  'lt_s',
  'lt_u',
  'gt_s',
  'gt_u',
  'le_s',
  'le_u',
  'ge_s',
  'ge_u',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** What 32 bits of memory at `local + plus + offset` hold, shifted to the right. */
export interface Loaded {
  readonly kind: 'loaded';
  readonly local: number;
  readonly plus: number;
  readonly offset: number;
  readonly shift: number;
}

export type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'constant'; readonly value: number }
  /** The local plus a constant. */
  | { readonly kind: 'local'; readonly local: number; readonly plus: number }
  /** The 32-bit sum of two locals. */
  | { readonly kind: 'sum'; readonly left: number; readonly right: number }
  | Loaded
  | {
      readonly kind: 'test';
      readonly relation: Relation;
      readonly left: Value;
      readonly right: Value;
      readonly width: Width;
    };

const UNKNOWN: Value = { kind: 'unknown' };
const NOT: Record<Relation, Relation> = {
  eq: 'ne',
  ne: 'eq',
  lt_s: 'ge_s',
  ge_s: 'lt_s',
  lt_u: 'ge_u',
  ge_u: 'lt_u',
  gt_s: 'le_s',
  le_s: 'gt_s',
  gt_u: 'le_u',
  le_u: 'gt_u',
};
export const negated = (relation: Relation): Relation => NOT[relation];

export interface Effects {
  /** What locals hold at the end, where they were set. */
  readonly locals: ReadonlyMap<number, Value>;
  /** The operand of the `br_if` or `if` at the end. */
  readonly condition: Value;
  /** Where memory is read or written, before the constant that the instruction adds. */
  readonly addresses: readonly Value[];
}

/** Follows the instructions `first … last`. */
export function effectsOf(body: Body, first: number, last: number): Effects {
  const machine = new Machine();
  for (let p = first; p <= last; p++) machine.step(body.op[p], body.immediate[p]);
  return machine;
}

const within = (op: number, first: number, last: number): boolean => op >= first && op <= last;
const isUnary = (op: number): boolean =>
  within(op, 0x67, 0x69) ||
  within(op, 0x79, 0x7b) ||
  within(op, 0x8b, 0x91) ||
  within(op, 0x99, 0x9f) ||
  within(op, 0xa7, 0xc4);
const isLoad = (op: number): boolean => within(op, 0x28, 0x35) || within(op, 0xfd00, 0xfd0a);
/** Stores give no result. */
const isBinary = (op: number): boolean => within(op, 0x46, 0xa6);
const isStore = (op: number): boolean => within(op, 0x36, 0x3e) || op === 0xfd0b;
/** Stores, those of a vector's lane, bulk operations on memory. */
export const writesMemory = (op: number): boolean =>
  isStore(op) || within(op, 0xfd58, 0xfd5b) || within(op, 0xfc08, 0xfc0b);
const NEUTRAL: readonly number[] = [OP.block, OP.loop, OP.end, OP.nop, OP.br, OP.else];

class Machine implements Effects {
  readonly locals = new Map<number, Value>();
  condition: Value = UNKNOWN;
  readonly addresses: Value[] = [];
  #stack: Value[] = [];

  /** An instruction that is not known here leaves nothing known on the stack. */
  step(op: number, immediate: number): void {
    if (op === OP.localGet) this.#stack.push(this.#get(immediate));
    else if (op === OP.localSet) this.locals.set(immediate, this.#pop());
    else if (op === OP.localTee) this.locals.set(immediate, this.#top());
    else if (op === OP.i32Const || op === OP.i64Const) this.#stack.push(constant(immediate));
    else if (op === 0x6a || op === 0x6b) this.#add(op === 0x6b, 32);
    else if (op === 0x7c || op === 0x7d) this.#add(op === 0x7d, 64);
    else if (op === 0x45 || op === 0x50) this.#stack.push(isZero(this.#pop(), op === 0x45 ? 32 : 64));
    else if (within(op, 0x46, 0x4f)) this.#test(RELATIONS[op - 0x46], 32);
    else if (within(op, 0x51, 0x5a)) this.#test(RELATIONS[op - 0x51], 64);
    else if (op === OP.i32Load) this.#load(immediate);
    else if (op === OP.i32ShrU) this.#shift();
    else if (op === OP.brIf || op === OP.if) this.condition = this.#pop();
    else if (NEUTRAL.includes(op)) return;
    else this.#forget(op);
  }

  #load(offset: number): void {
    const address = this.#pop();
    this.addresses.push(address);
    const { kind } = address;
    this.#stack.push(kind === 'local' ? { ...address, kind: 'loaded', offset, shift: 0 } : UNKNOWN);
  }

  #shift(): void {
    const [by, value] = [this.#pop(), this.#pop()];
    const known = value.kind === 'loaded' && value.shift === 0 && by.kind === 'constant';
    this.#stack.push(known ? { ...value, shift: by.value & 31 } : UNKNOWN);
  }

  #forget(op: number): void {
    if (isUnary(op)) this.#replace(1);
    else if (isLoad(op)) {
      this.addresses.push(this.#top());
      this.#replace(1);
    } else if (isStore(op)) {
      this.#drop(1);
      this.addresses.push(this.#pop());
    } else if (isBinary(op)) this.#replace(2);
    else if (op === OP.select) this.#replace(3);
    else if (op === OP.globalGet) this.#replace(0);
    else if (op === OP.globalSet || op === 0x1a) this.#drop(1);
    else this.#stack = [];
  }

  #get(local: number): Value {
    return this.locals.get(local) ?? { kind: 'local', local, plus: 0 };
  }

  #pop(): Value {
    return this.#stack.pop() ?? UNKNOWN;
  }

  #top(): Value {
    return this.#stack[this.#stack.length - 1] ?? UNKNOWN;
  }

  #drop(count: number): void {
    this.#stack.length = Math.max(0, this.#stack.length - count);
  }

  #replace(count: number): void {
    this.#drop(count);
    this.#stack.push(UNKNOWN);
  }

  #test(relation: Relation, width: Width): void {
    const [right, left] = [this.#pop(), this.#pop()];
    this.#stack.push({ kind: 'test', relation, left, right, width });
  }

  #add(minus: boolean, width: Width): void {
    const [right, left] = [this.#pop(), this.#pop()];
    this.#stack.push(sumOf(left, right, minus, width));
  }
}

function constant(value: number): Value {
  return Number.isSafeInteger(value) ? { kind: 'constant', value } : UNKNOWN;
}

function sumOf(left: Value, right: Value, minus: boolean, width: Width): Value {
  if (right.kind === 'constant') return shifted(left, minus ? -right.value : right.value, width);
  if (minus) return UNKNOWN;
  if (left.kind === 'constant') return shifted(right, left.value, width);
  if (width === 64 || left.kind !== 'local' || right.kind !== 'local') return UNKNOWN;
  if (left.plus !== 0 || right.plus !== 0 || left.local === right.local) return UNKNOWN;
  return { kind: 'sum', left: left.local, right: right.local };
}

function shifted(value: Value, by: number, width: Width): Value {
  if (value.kind !== 'local') return UNKNOWN;
  const plus = width === 32 ? (value.plus + by) | 0 : value.plus + by;
  return Number.isSafeInteger(plus) ? { kind: 'local', local: value.local, plus } : UNKNOWN;
}

function isZero(value: Value, width: Width): Value {
  if (value.kind === 'test') return { ...value, relation: negated(value.relation) };
  return { kind: 'test', relation: 'eq', left: value, right: { kind: 'constant', value: 0 }, width };
}
