/**
 * What is known of addresses: of which power of two, up to 8, they are a multiple. Sums, shifts and masks of locals and
 * constants are followed; what is loaded, called for or carried by a branch on the stack is unknown.
 * A few parameters are taken for aligned pointers; that they are is to be checked where the function begins.
 */
import type { FunctionType, ModuleMap } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import {
  combined,
  constantSum,
  isMultiple,
  MOST,
  modulo,
  powerIn,
  type Sum,
  UNKNOWN,
} from './nan-residues.ts';
import { LocalVariables, TooManyJoins } from './nan-variables.ts';
import { OperandWalk } from './operands.ts';

const I32 = 0x7f;

/** A place where memory is used. */
export interface Access {
  readonly op: number;
  readonly at: number;
  readonly next: number;
  /** The constant that is added to the address on the stack. */
  readonly offset: number;
  /** The local that is the whole address, or −1. */
  readonly local: number;
  /** In this stretch of code the same local was the address before, with an offset that is the same modulo 8. */
  readonly again: boolean;
  /** Address and offset together are `residue` modulo `modulus`. */
  readonly modulus: number;
  readonly residue: number;
}

export interface Addresses {
  readonly accesses: readonly Access[];
  /** Parameters that are taken for multiples of `width`. */
  readonly pointers: readonly number[];
  /** First byte of the code. */
  readonly start: number;
}

export interface AddressQuestion {
  /** Instructions to be told, whose address is their first operand. */
  readonly wanted: (op: number) => boolean;
  /** Those of them for which parameters may be taken for multiples of `width`. */
  readonly trusting: (op: number) => boolean;
  readonly width: 4 | 8;
}

/** Where a function uses memory. Linear in the size of the body: where code joins too often, less is known. */
export function addressesOf(module: ModuleMap, index: number, question: AddressQuestion): Addresses {
  try {
    return new AddressWalk(module, index, question, 'each place').addresses();
  } catch (error) {
    if (!(error instanceof TooManyJoins)) throw error;
    return new AddressWalk(module, index, question, 'nothing').addresses();
  }
}

interface Found {
  readonly op: number;
  readonly at: number;
  readonly next: number;
  readonly offset: number;
  readonly local: number;
  readonly again: boolean;
  readonly sum: Sum;
}

/** A value on the stack. */
interface Operand {
  readonly sum: Sum;
  /** The local that it was read from, or −1, and how often that had been set by then. */
  readonly from: number;
  readonly version: number;
}

class AddressWalk extends OperandWalk {
  readonly #question: AddressQuestion;
  /** Values on the stack are indices into this. */
  readonly #operands: Operand[] = [{ sum: UNKNOWN, from: -1, version: 0 }];
  readonly #found: Found[] = [];
  /** Null: locals are not followed. */
  readonly #variables: LocalVariables | null;
  /** How often each local was set so far. */
  readonly #versions: Int32Array;
  /** Addresses of trusting instructions in this stretch: of each local, which residues of offsets. */
  readonly #met = new Map<number, number>();
  #metIn = 0;

  constructor(
    module: ModuleMap,
    index: number,
    question: AddressQuestion,
    following: 'each place' | 'nothing',
  ) {
    super(module, index);
    this.#question = question;
    this.#versions = new Int32Array(this.locals.length);
    const { end } = module.bodies[index - (module.functions.length - module.bodies.length)];
    const code = { bytes: module.bytes, start: this.codeStart, end };
    this.#variables = following === 'nothing' ? null : new LocalVariables(code, this.type.parameters.length);
    this.run();
  }

  addresses(): Addresses {
    const { trusting, width } = this.#question;
    const trusted = this.#alignments(width);
    const proven = this.#alignments(1);
    const roots = new Set<number>();
    const accesses = this.#found.map(({ sum, ...access }): Access => {
      const isProven = isMultiple(modulo(sum, access.offset, proven), width);
      const relies =
        trusting(access.op) && !isProven && isMultiple(modulo(sum, access.offset, trusted), width);
      if (relies)
        for (const { variable, scale } of sum.terms)
          if (proven[variable] * scale < width) roots.add(variable);
      return { ...access, ...modulo(sum, access.offset, relies ? trusted : proven) };
    });
    return { accesses, pointers: this.#parametersBehind(roots, proven), start: this.codeStart };
  }

  /** Parameters from which the values of these variables, or what is not proven of them, come. */
  #parametersBehind(roots: Set<number>, proven: Uint8Array): number[] {
    const sources = new Map<number, Set<number>>();
    for (const [variable, { terms }] of this.#variables?.inflows ?? []) {
      const known = sources.get(variable) ?? new Set();
      sources.set(variable, known);
      for (const term of terms)
        if (proven[term.variable] * term.scale < this.#question.width) known.add(term.variable);
    }
    // A set is walked in the order of insertion, what is added on the way included.
    for (const variable of roots) for (const source of sources.get(variable) ?? []) roots.add(source);
    return [...roots].filter((variable) => variable < this.type.parameters.length);
  }

  /** Of each variable of what it is a multiple. A fixpoint: alignments only ever fall. */
  #alignments(ofParameters: number): Uint8Array {
    const inflows = this.#variables?.inflows ?? [];
    const aligned = new Uint8Array(this.#variables?.count ?? 0).fill(MOST);
    aligned.fill(ofParameters, 0, this.type.parameters.length);
    const users = new Map<number, number[]>();
    for (const [at, [, { terms }]] of inflows.entries())
      for (const { variable } of terms) {
        const known = users.get(variable);
        if (known) known.push(at);
        else users.set(variable, [at]);
      }
    const open = [...inflows.keys()];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [variable, sum] = inflows[at];
      const now = powerIn(modulo(sum, 0, aligned));
      if (now >= aligned[variable]) continue;
      aligned[variable] = now;
      for (const user of users.get(variable) ?? []) open.push(user);
    }
    return aligned;
  }

  protected override opened(op: number): void {
    if (op === OP.loop) this.#variables?.openLoop(this.loopCount - 1);
    else this.#variables?.open(op === OP.if ? 'if' : 'block');
  }

  protected override branches(construct: number): void {
    this.#variables?.branch(construct);
  }

  protected override elseBegins(isReached: boolean): void {
    this.#variables?.elseBegins(isReached);
  }

  protected override closed(isReached: boolean): void {
    this.#variables?.close(isReached);
  }

  protected override joined(): number {
    return 0;
  }

  protected override join(): void {}

  protected override called(type: FunctionType): number[] {
    return type.results.map(() => 0);
  }

  protected override apply(op: number, base: number): number {
    const { index } = this.cursor;
    const operand = this.#operands[this.stack[base] ?? 0];
    if (this.#question.wanted(op)) this.#find(op, operand);
    switch (op) {
      case OP.i32Const:
        return this.#push(constantSum(index));
      case OP.localGet:
        return this.#read(index);
      case OP.localSet:
      case OP.localTee:
        this.#met.delete(index);
        this.#versions[index]++;
        if (this.locals[index] === I32) this.#variables?.put(index, operand.sum);
        return op === OP.localTee ? this.#read(index) : 0;
      default:
        return this.stack.length - base === 2
          ? this.#push(combined(op, operand.sum, this.#operands[this.stack[base + 1]].sum))
          : 0;
    }
  }

  #find(op: number, { sum, from, version }: Operand): void {
    const { at, next, offset } = this.cursor;
    // The local may have got another value since its old one came to the stack.
    const local = from >= 0 && this.#versions[from] === version ? from : -1;
    this.#found.push({ op, at, next, offset, local, again: this.#isAgain(op, local), sum });
  }

  #isAgain(op: number, local: number): boolean {
    if (local < 0 || !this.#question.trusting(op)) return false;
    if (this.#metIn !== this.stretch) this.#met.clear();
    this.#metIn = this.stretch;
    const residue = 1 << (this.cursor.offset % MOST);
    const before = this.#met.get(local) ?? 0;
    this.#met.set(local, before | residue);
    return (before & residue) !== 0;
  }

  #read(local: number): number {
    if (this.locals[local] !== I32) return 0;
    const sum = this.#variables?.get(local) ?? UNKNOWN;
    return this.#operands.push({ sum, from: local, version: this.#versions[local] }) - 1;
  }

  #push(sum: Sum): number {
    return sum === UNKNOWN ? 0 : this.#operands.push({ sum, from: -1, version: 0 }) - 1;
  }
}
