import { ByteWriter } from '../../binary/writer.ts';
import { I32 } from '../module-of.ts';
import { constant } from './constants.ts';
import type { Dice } from './dice.ts';
import type { Type } from './operators.ts';

export interface Signature {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
}

/** A function as others see it. */
export interface Callable extends Signature {
  readonly index: number;
  /** Its first parameter says how often it may still call itself. */
  readonly recursive: boolean;
  /** Without loops and calls: called from anywhere, as accessors are. */
  readonly light: boolean;
}

/** What the functions of one module share. */
export interface Surroundings {
  readonly dice: Dice;
  readonly simd: boolean;
  readonly references: boolean;
  /** The most memory, in pages of 64 KiB; there from the beginning unless it grows. */
  readonly pages: number;
  /** Memory begins with one page and grows, so that no access comes near its present end. */
  readonly growing: boolean;
  readonly globals: readonly { readonly type: Type; readonly mutable: boolean }[];
  /** The functions that stand in the table, slot by slot; it is as long as a power of two. */
  readonly table: readonly Callable[];
  readonly tableSize: number;
  /** Lengths of the passive data segments. */
  readonly passive: readonly number[];
  typeIndex(signature: Signature): number;
}

/** A construct that a branch can lead to. */
export interface Label {
  /** What a branch to it carries. */
  readonly types: readonly Type[];
  readonly kind: 'block' | 'loop' | 'if' | 'function';
  /** The local that counts how often a loop may still be restarted; null where nothing may lead back. */
  readonly guard: number | null;
}

const MOST_LOCALS = 60;

/** A function body being written, and what the generator must know of it to write only valid code. */
export class Body {
  readonly code = new ByteWriter();
  readonly around: Surroundings;
  readonly dice: Dice;
  readonly callable: readonly Callable[];
  readonly self: Callable;
  readonly locals: Type[];
  /** Locals that only the loop they count may write. */
  readonly kept = new Set<number>();
  readonly labels: Label[];
  /** How many more instructions may be written, roughly. */
  left: number;
  /** Labels below this position may not be branched to: they lie outside of a loop that has one way out. */
  floor = 0;
  loops = 0;
  readonly #parameters: number;

  constructor(around: Surroundings, self: Callable, callable: readonly Callable[], left: number) {
    this.around = around;
    this.dice = around.dice;
    this.self = self;
    this.callable = callable;
    this.left = left;
    this.locals = [...self.parameters];
    this.#parameters = self.parameters.length;
    this.labels = [{ types: self.results, kind: 'function', guard: null }];
    if (self.recursive) this.kept.add(0);
  }

  /** One instruction with its immediates; what stands behind a prefix is `prefix << 8 | number`. */
  op(op: number, ...immediates: readonly number[]): this {
    this.left--;
    if (op > 0xff) this.code.byte(op >> 8).u32(op & 0xff);
    else this.code.byte(op);
    for (const immediate of immediates) this.code.u32(immediate);
    return this;
  }

  constant(type: Type, value?: bigint | number): this {
    this.left--;
    this.code.raw(constant(this.dice, type, value === undefined ? undefined : BigInt(value)));
    return this;
  }

  /** A new local that nothing else writes. */
  keep(type: Type): number {
    const local = this.fresh(type);
    this.kept.add(local);
    return local;
  }

  fresh(type: Type): number {
    return this.locals.push(type) - 1;
  }

  /** Any local of a type; made where there is none. */
  someLocal(type: Type, use: 'read' | 'write'): number {
    const found = this.locals.flatMap((own, local) =>
      own === type && (use === 'read' || !this.kept.has(local)) ? [local] : [],
    );
    const crowded = this.locals.length > MOST_LOCALS;
    return found.length === 0 || (!crowded && this.dice.percent(8))
      ? this.fresh(type)
      : this.dice.pick(found);
  }

  open(kind: 'block' | 'loop' | 'if', shape: Signature, guard: number | null = null): void {
    this.left--;
    this.code.byte({ block: 0x02, loop: 0x03, if: 0x04 }[kind]);
    if (shape.parameters.length === 0 && shape.results.length === 0) this.code.byte(0x40);
    else if (shape.parameters.length === 0 && shape.results.length === 1) this.code.byte(shape.results[0]);
    else this.code.s64(BigInt(this.around.typeIndex(shape)));
    this.labels.push({ types: kind === 'loop' ? shape.parameters : shape.results, kind, guard });
  }

  otherwise(): void {
    this.code.byte(0x05);
  }

  close(): void {
    this.code.byte(0x0b);
    this.labels.pop();
  }

  /** How many constructs a branch from here leaves to reach a label. */
  depthOf(label: Label): number {
    return this.labels.length - 1 - this.labels.indexOf(label);
  }

  /** The labels that a branch out of here may lead to: no loops. */
  get exits(): Label[] {
    return this.labels.slice(this.floor).filter(({ kind }) => kind !== 'loop');
  }

  get mayReturn(): boolean {
    return this.floor === 0;
  }

  /** Mask for addresses within memory, mostly in its first page. */
  get addressMask(): number {
    const { growing, pages } = this.around;
    if (growing) return 0xfff;
    return pages > 1 && this.dice.percent(6) ? 0x2ffff : this.dice.pick([0x7f, 0xfff, 0xfff8, 0xffff]);
  }

  /** Declarations and code, with the length before them, as the code section has them. */
  take(): Uint8Array {
    const declared = this.locals.slice(this.#parameters);
    const body = new ByteWriter().u32(declared.length);
    for (const type of declared) body.u32(1).byte(type);
    const bytes = body.raw(this.code.take()).byte(0x0b).take();
    return new ByteWriter().u32(bytes.length).raw(bytes).take();
  }
}

/** `value − 1` of a local that counts down, still on the stack: whether it is above zero. */
export function countDown(body: Body, local: number): void {
  body.op(0x20, local).constant(I32, 1).op(0x6b).op(0x22, local).constant(I32, 0).op(0x4a);
}
