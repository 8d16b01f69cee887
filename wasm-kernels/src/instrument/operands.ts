import { KnownError } from '@manyhands/protocol';
import { CodeCursor, NO_TYPE } from '../binary/code.ts';
import { type FunctionType, type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteReader } from '../binary/reader.ts';
import { LEFT, leftBy, operandsOf } from './effects.ts';

const RETURN_CALL = 0x12;
const RETURN_CALL_INDIRECT = 0x13;
/** Constructs inside each other; compilers make some thousands of a large switch. */
const DEEPEST = 50_000;
const LEAST_JOINS = 100_000;
const JOINS_PER_BYTE = 8;
const EMPTY: FunctionType = { parameters: [], results: [] };

interface Construct {
  readonly op: number;
  /** Height of the stack below its parameters. */
  readonly height: number;
  /** Values of its parameters, for an `else`. */
  readonly inputs: readonly number[];
  /** What a branch to it joins. */
  readonly carried: readonly number[];
  /** What it leaves. */
  readonly results: readonly number[];
  /** Nothing reaches its beginning. */
  readonly dead: boolean;
}

/**
 * Walks a function body of a validated module with a stack of operands, each a number that the subclass gives
 * a meaning (0: of no interest). Unreachable code is passed over. Linear in the size of the body.
 */
export abstract class OperandWalk {
  protected readonly module: ModuleMap;
  protected readonly cursor: CodeCursor;
  protected readonly stack: number[] = [];
  /** Value type of each local, parameters first. */
  protected readonly locals: Uint8Array;
  /** First byte of the code. */
  protected readonly codeStart: number;
  protected readonly type: FunctionType;
  /** Grows wherever code from elsewhere may come in. */
  protected stretch = 0;
  /** How many loops there were so far. */
  loopCount = 0;
  /** How many loops are open here. */
  protected loops = 0;
  /** The most operands at any place. */
  protected highest = 0;
  readonly #constructs: Construct[] = [];
  #dead = false;
  /** Values that branches carry: a few bytes of code may carry thousands. */
  #joins = 0;
  readonly #mostJoins: number;

  /** `index` counts imported functions first. */
  constructor(module: ModuleMap, index: number) {
    const body = module.bodies[index - (module.functions.length - module.bodies.length)];
    this.module = module;
    this.type = module.types[module.functions[index]];
    this.locals = localTypes(module, index);
    this.codeStart = readLocals(module.bytes, body).end;
    this.#mostJoins = LEAST_JOINS + JOINS_PER_BYTE * (body.end - body.start);
    this.cursor = new CodeCursor(module.bytes, this.codeStart, body.end);
  }

  /** A value that several places may give: a result or loop parameter of this type. */
  protected abstract joined(type: number): number;
  /** `value` may reach where `into` is taken up. */
  protected abstract join(value: number, into: number): void;
  /** A plain instruction; its operands stand in the stack from `base` on. Returns what it leaves, if anything. */
  protected abstract apply(op: number, base: number): number;
  /** A call; arguments stand in the stack from `base` on. Returns its results. */
  protected abstract called(type: FunctionType, base: number): readonly number[];

  /** A construct that can be reached begins; branches name it by how many were open before. */
  protected opened(_op: number): void {}
  /** Code may go from here to a construct's label: a loop's beginning, the end of any other. */
  protected branches(_construct: number): void {}
  /** An `if` has an `else` arm; whether its first arm gets to the end. */
  protected elseBegins(_isReached: boolean): void {}
  /** A construct ends; whether its code gets here. */
  protected closed(_isReached: boolean): void {}

  /** Returns what the function's results are joined in. */
  protected run(): readonly number[] {
    const results = this.type.results.map((type) => this.joined(type));
    this.#constructs.push({ op: OP.block, height: 0, inputs: [], carried: results, results, dead: false });
    while (this.cursor.step()) this.#step(this.cursor.op);
    return results;
  }

  #step(op: number): void {
    if (op === OP.block || op === OP.loop || op === OP.if) this.#open(op);
    else if (op === OP.else) this.#else();
    else if (op === OP.end) this.#end();
    else if (!this.#dead && op !== OP.nop) this.#execute(op);
  }

  #execute(op: number): void {
    switch (op) {
      case OP.unreachable:
        this.#dead = true;
        return;
      case OP.br:
        this.#branch(this.cursor.index);
        this.#dead = true;
        return;
      case OP.brIf:
        this.stack.pop();
        this.#branch(this.cursor.index);
        return;
      case OP.brTable:
        this.stack.pop();
        for (const depth of new Set(this.cursor.targets)) this.#branch(depth);
        this.#dead = true;
        return;
      case OP.return:
        this.#branch(this.#constructs.length - 1);
        this.#dead = true;
        return;
      case OP.call:
      case RETURN_CALL:
        this.#call(this.module.types[this.module.functions[this.cursor.index]], op === RETURN_CALL);
        return;
      case OP.callIndirect:
      case RETURN_CALL_INDIRECT:
        this.stack.pop();
        this.#call(this.module.types[this.cursor.index], op === RETURN_CALL_INDIRECT);
        return;
      default: {
        const base = this.stack.length - operandsOf(op);
        const value = this.apply(op, base);
        this.stack.length = base;
        if (leftBy(op) !== LEFT.nothing) this.#push(value);
      }
    }
  }

  #push(value: number): void {
    if (this.stack.push(value) > this.highest) this.highest = this.stack.length;
  }

  #call(type: FunctionType, isLast: boolean): void {
    const base = this.stack.length - type.parameters.length;
    const results = this.called(type, base);
    this.stack.length = base;
    for (const result of results) this.#push(result);
    if (isLast) this.#dead = true;
  }

  #open(op: number): void {
    if (op === OP.loop) {
      this.loops++;
      this.loopCount++;
      this.stretch++;
    }
    if (this.#constructs.length >= DEEPEST)
      throw new KnownError('KERNEL_TOO_LARGE', `the kernel nests more than ${DEEPEST} blocks, loops and ifs`);
    if (this.#dead) {
      this.#constructs.push({ op, height: 0, inputs: [], carried: [], results: [], dead: true });
      return;
    }
    if (op === OP.if) this.stack.pop();
    const { parameters, results } = this.#blockType();
    const height = this.stack.length - parameters.length;
    let inputs = this.stack.slice(height);
    if (op === OP.loop) {
      const heads = parameters.map((type) => this.joined(type));
      inputs.forEach((value, i) => {
        this.join(value, heads[i]);
      });
      inputs = heads;
      this.#replace(height, heads);
    }
    const left = results.map((type) => this.joined(type));
    this.#constructs.push({
      op,
      height,
      inputs,
      carried: op === OP.loop ? inputs : left,
      results: left,
      dead: false,
    });
    this.opened(op);
  }

  #blockType(): FunctionType {
    const { index } = this.cursor;
    if (index === NO_TYPE) return EMPTY;
    return index < 0 ? { parameters: [], results: [0x80 + index] } : this.module.types[index];
  }

  #branch(depth: number): void {
    const construct = this.#constructs.length - 1 - depth;
    this.branches(construct);
    this.#joinTop(this.#constructs[construct].carried);
  }

  #joinTop(targets: readonly number[]): void {
    this.#joins += targets.length;
    if (this.#joins > this.#mostJoins)
      throw new KnownError('KERNEL_TOO_LARGE', 'the kernel has too many branches that carry too many values');
    const base = this.stack.length - targets.length;
    targets.forEach((target, i) => {
      this.join(this.stack[base + i], target);
    });
  }

  #else(): void {
    this.stretch++;
    const construct = this.#constructs[this.#constructs.length - 1];
    if (construct.dead) return;
    this.elseBegins(!this.#dead);
    if (!this.#dead) this.#joinTop(construct.results);
    this.#replace(construct.height, construct.inputs);
    this.#constructs[this.#constructs.length - 1] = { ...construct, op: OP.else };
    this.#dead = false;
  }

  #end(): void {
    this.stretch++;
    const construct = this.#constructs.pop();
    if (construct === undefined) return;
    if (construct.op === OP.loop) this.loops--;
    if (construct.dead) return;
    this.closed(!this.#dead);
    if (!this.#dead) this.#joinTop(construct.results);
    if (construct.op === OP.if) construct.inputs.forEach((v, i) => void this.join(v, construct.results[i]));
    this.#replace(construct.height, construct.results);
    this.#dead = false;
  }

  #replace(height: number, values: readonly number[]): void {
    this.stack.length = height;
    for (const value of values) this.#push(value);
  }
}

function localTypes(module: ModuleMap, index: number): Uint8Array {
  const { bytes, bodies, functions, types } = module;
  const body = bodies[index - (functions.length - bodies.length)];
  const { parameters } = types[functions[index]];
  const declared = readLocals(bytes, body);
  const all = new Uint8Array(parameters.length + declared.total);
  all.set(parameters);
  const reader = new ByteReader(bytes, declared.start, declared.end);
  for (let at = parameters.length, left = declared.groups; left > 0; left--) {
    const count = reader.u32();
    all.fill(reader.byte(), at, at + count);
    at += count;
  }
  return all;
}
