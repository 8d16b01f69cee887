/**
 * Where a function computes floats, and where bits of floats become visible.
 *
 * Values that may be the same are one class: a local with all that is put into it, the arms of a select, what several
 * branches carry to one label, a vector and the lanes put into it. Each class knows its sites: where it is computed
 * (the sign and payload of such a NaN are open), where it is loaded, and where its bits are seen. Constants, conversions
 * from integers have definite bits and belong to no class; vectors that integers made have them too, and make a class
 * foreign. What is decided for a class holds for all its values, so no order of execution matters.
 */
import type { FunctionType, ModuleMap } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { LEFT, leftBy } from './effects.ts';
import {
  CHOOSES,
  COMPUTES,
  COPYSIGNS,
  computedScalar,
  DEMOTE,
  EXTRACTS,
  isIntegerAccess,
  JUDGES,
  LOADS,
  PROMOTE,
  REINTERPRETS,
  REPLACES,
  type Shape,
  SIGNS,
  SPLATS,
  STORES,
  V128_CONST,
  WIDTH,
  widthOf,
} from './nan-operations.ts';
import { OperandWalk } from './operands.ts';
import { UnionFind } from './union-find.ts';

const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;

export type Role =
  /** The value on top of the stack after this instruction was computed. */
  | 'computed'
  /** The parameter `slot` of the function, at its beginning. */
  | 'given'
  /** The results of a call, of which `types` are several. */
  | 'returned'
  /** … is an operand with another sign: open if that was. */
  | 'moved'
  /** The value on top of the stack after this instruction came from memory as it is. */
  | 'loaded'
  /** The bits of the top of the stack before this instruction become visible to integers. */
  | 'seen'
  /** … or go to memory. */
  | 'stored';

export interface Site {
  readonly value: number;
  readonly role: Role;
  readonly shape: Shape;
  /** Where code for it goes: before or after the instruction. */
  readonly at: number;
  /** Estimated frequency: 8 for each loop around it. */
  readonly weight: number;
  readonly slot: number;
  readonly types: readonly number[];
}

/** A set of values that share one decision. */
export interface ValueClass {
  readonly sites: Site[];
  /** Widths of floats that are computed into it. */
  open: number;
  /** Widths as which operations on vectors use it. */
  used: number;
  /** Seen at a place where no code can reach it on the stack. */
  escapes: boolean;
  /** Holds vectors that no float instruction made: their lanes may be integers, which must not be taken for NaNs. */
  foreign: boolean;
}

const SELECT_TYPED = 0x1c;
const NO_TYPES: readonly number[] = [];
const SHAPES: Readonly<Record<number, Shape>> = { [F32]: 'f32', [F64]: 'f64' };
const MOST_LOOPS = 4;

export interface FloatFlow {
  /** Only those that have sites. */
  readonly classes: readonly ValueClass[];
  /** Loads and stores of integers, by estimated frequency. */
  readonly integerAccesses: number;
}

/** What a function does with floats; `index` counts imported functions first. */
export function floatFlow(module: ModuleMap, index: number): FloatFlow {
  const flow = new Flow(module, index);
  return { classes: flow.classes(), integerAccesses: flow.integerAccesses };
}

const NOTHING_KNOWN = { open: WIDTH.none, used: WIDTH.none, escapes: false, foreign: false };

class Flow extends OperandWalk {
  readonly #values = new UnionFind();
  readonly #sites: Site[] = [];
  readonly #uses: [value: number, width: number][] = [];
  readonly #escaped: number[] = [];
  readonly #foreigners: number[] = [];
  readonly #ofLocal: Int32Array;
  integerAccesses = 0;

  constructor(module: ModuleMap, index: number) {
    super(module, index);
    this.#ofLocal = new Int32Array(this.locals.length);
    this.type.parameters.forEach((type, slot) => {
      const shape = SHAPES[type];
      if (type === V128) this.#values.join(this.#foreign(), this.#local(slot));
      if (shape !== undefined) this.#site(this.#local(slot), 'given', shape, { at: this.codeStart, slot });
    });
    this.run().forEach((value, i) => {
      if (this.type.results[i] === V128) this.#escapes(value);
    });
  }

  classes(): ValueClass[] {
    const found = new Map<number, ValueClass>();
    for (const site of this.#sites) {
      const root = this.#values.root(site.value);
      const known = found.get(root) ?? { sites: [], ...NOTHING_KNOWN };
      found.set(root, known);
      known.sites.push(site);
      if (site.role === 'computed' || site.role === 'given' || site.role === 'returned')
        known.open |= widthOf(site.shape);
    }
    const classOf = (value: number): ValueClass =>
      found.get(this.#values.root(value)) ?? { sites: [], ...NOTHING_KNOWN };
    for (const [value, width] of this.#uses) classOf(value).used |= width;
    for (const value of this.#escaped) classOf(value).escapes = true;
    for (const value of this.#foreigners) classOf(value).foreign = true;
    return [...found.values()];
  }

  protected override joined(type: number): number {
    return type === V128 || SHAPES[type] !== undefined ? this.#values.add() : 0;
  }

  protected override join(value: number, into: number): void {
    this.#values.join(value, into);
  }

  protected override called(type: FunctionType, base: number): number[] {
    type.parameters.forEach((parameter, i) => {
      if (parameter === V128) this.#escapes(this.stack[base + i]);
    });
    const { results } = type;
    return results.map((result, slot) => {
      const shape = SHAPES[result];
      if (shape === undefined) return result === V128 ? this.#foreign() : 0;
      const role = results.length === 1 ? 'computed' : 'returned';
      return this.#site(this.#values.add(), role, shape, { at: this.cursor.next, slot, types: results });
    });
  }

  protected override apply(op: number, base: number): number {
    const first = this.stack[base];
    switch (op) {
      case OP.localGet:
        return this.#local(this.cursor.index);
      case OP.localSet:
      case OP.localTee:
        return this.#values.join(first, this.#local(this.cursor.index));
      case OP.globalGet:
        return this.#read(this.module.globals[this.cursor.index].type);
      case OP.globalSet:
        if (this.module.globals[this.cursor.index].type === V128) this.#escapes(first);
        return 0;
      case OP.select:
      case SELECT_TYPED:
        return this.#values.join(first, this.stack[base + 1]);
    }
    const stored = STORES.get(op);
    if (stored !== undefined) return this.#before(this.stack[base + 1], 'stored', stored);
    const loaded = LOADS.get(op);
    if (loaded !== undefined)
      return this.#after(op < 0xfd00 ? this.#values.add() : this.#foreign(), 'loaded', loaded);
    return op < 0xfd00 ? this.#scalar(op, base) : this.#vector(op, base);
  }

  #scalar(op: number, base: number): number {
    const first = this.stack[base];
    const reinterpreted = REINTERPRETS.get(op);
    if (reinterpreted !== undefined) return this.#before(first, 'seen', reinterpreted);
    const signed = COPYSIGNS.get(op);
    if (signed !== undefined) {
      this.#before(this.stack[base + 1], 'seen', signed);
      return this.#after(first, 'moved', signed);
    }
    const shape = computedScalar(op);
    if (isIntegerAccess(op)) this.integerAccesses += this.#weight;
    if (shape === undefined) return 0;
    return SIGNS.has(op)
      ? this.#after(first, 'moved', shape)
      : this.#after(this.#values.add(), 'computed', shape);
  }

  #vector(op: number, base: number): number {
    const first = this.stack[base];
    if (SPLATS.has(op)) return first;
    const chosen = EXTRACTS.get(op) ?? REPLACES.get(op) ?? CHOOSES.get(op);
    if (chosen !== undefined) {
      this.#usesAs(base, chosen);
      return EXTRACTS.has(op) ? first : this.#values.join(first, this.stack[base + 1]);
    }
    const judged = JUDGES.get(op);
    const computed = COMPUTES.get(op);
    const taken = op === DEMOTE ? 'f64x2' : op === PROMOTE ? 'f32x4' : (judged ?? computed);
    if (taken === undefined) return this.#integers(base);
    this.#usesAs(base, taken);
    if (computed === undefined) return 0;
    return SIGNS.has(op)
      ? this.#after(first, 'moved', computed)
      : this.#after(this.#values.add(), 'computed', computed);
  }

  /** An operation on integer lanes sees all bits of its operands. */
  #integers(base: number): number {
    const top = this.stack.length - 1;
    for (let at = base; at < top; at++) this.#escapes(this.stack[at]);
    if (base <= top) this.#before(this.stack[top], 'seen', 'bits');
    return leftBy(this.cursor.op) === LEFT.v128 && !this.#isPlainConstant() ? this.#foreign() : 0;
  }

  /** A constant vector without any NaN, most often zero. */
  #isPlainConstant(): boolean {
    const { op, next } = this.cursor;
    if (op !== V128_CONST) return false;
    const lanes = this.module.bytes.subarray(next - 16, next);
    return lanes.every((byte, i) => i % 4 < 3 || (byte & 0x7f) < 0x7f || lanes[i - 1] < 0x80);
  }

  #usesAs(base: number, shape: Shape): void {
    for (let at = base; at < this.stack.length; at++)
      if (this.stack[at] !== 0) this.#uses.push([this.stack[at], widthOf(shape)]);
  }

  #read(type: number): number {
    const shape = SHAPES[type];
    if (shape === undefined) return type === V128 ? this.#foreign() : 0;
    return this.#after(this.#values.add(), 'computed', shape);
  }

  /** A vector with definite bits that may be integers. */
  #foreign(): number {
    const value = this.#values.add();
    this.#foreigners.push(value);
    return value;
  }

  #before(value: number, role: Role, shape: Shape): number {
    this.#site(value, role, shape, { at: this.cursor.at });
    return 0;
  }

  #after(value: number, role: Role, shape: Shape): number {
    return this.#site(value, role, shape, { at: this.cursor.next });
  }

  #site(
    value: number,
    role: Role,
    shape: Shape,
    { at, slot = 0, types = NO_TYPES }: { at: number; slot?: number; types?: readonly number[] },
  ): number {
    if (value !== 0) this.#sites.push({ value, role, shape, at, weight: this.#weight, slot, types });
    return value;
  }

  get #weight(): number {
    return 8 ** Math.min(this.loops, MOST_LOOPS);
  }

  #escapes(value: number): void {
    if (value !== 0) this.#escaped.push(value);
  }

  #local(index: number): number {
    this.#ofLocal[index] ||= this.joined(this.locals[index]);
    return this.#ofLocal[index];
  }
}
