/**
 * Random valid modules that speak the bytes ABI: MVP and bulk memory, multi-value, sign extension, saturating
 * conversion, reference types and SIMD. Made to be run: most end soon, some trap, some never end.
 */
import { F32, F64, I32, I64 } from '../module-of.ts';
import { assemble } from './assemble.ts';
import { Body, type Callable, type Signature, type Surroundings } from './body.ts';
import { itemInput } from './constants.ts';
import { Dice } from './dice.ts';
import { type Type, V128 } from './operators.ts';
import { statements } from './statements.ts';
import { values } from './values.ts';

/** How large and how varied; a failure is made smaller by giving less. */
export interface GenerateOptions {
  /** Functions beside the entry. */
  readonly functions: number;
  /** Instructions of a function, roughly. */
  readonly size: number;
  /** How deep constructs and expressions nest. */
  readonly depth: number;
  readonly items: number;
  readonly simd: boolean;
  readonly references: boolean;
}

export const DEFAULT_GENERATE: GenerateOptions = {
  functions: 5,
  size: 160,
  depth: 4,
  items: 3,
  simd: true,
  references: true,
};

export interface GeneratedModule {
  readonly bytes: Uint8Array;
  /** One item's input each. */
  readonly inputs: readonly Uint8Array[];
  /** The memory in pages that a build of it is given. */
  readonly pages: number;
}

/** Bytes from address 0 that an item gives back: results and globals among them. */
const OUTPUT_BYTES = 2048;
const INPUT_AT = 61_440;
const GLOBALS_AT = 256;

/** The same seed and options give the same module. */
export function generateModule(seed: number, options: Partial<GenerateOptions> = {}): GeneratedModule {
  return new ModuleWriter(new Dice(seed), { ...DEFAULT_GENERATE, ...options }).module();
}

class ModuleWriter {
  readonly #dice: Dice;
  readonly #options: GenerateOptions;
  readonly #types: Signature[] = [];
  readonly #functions: Callable[] = [];
  readonly #bodies: Uint8Array[] = [];
  readonly #around: Surroundings;
  readonly #table: Callable[] = [];
  readonly #simd: boolean;
  readonly #growing: boolean;
  readonly #sharedShape: Signature;

  constructor(dice: Dice, options: GenerateOptions) {
    this.#dice = dice;
    this.#options = options;
    this.#simd = options.simd && dice.percent(35);
    this.#growing = dice.percent(10);
    const pages = this.#growing || dice.percent(25) ? 3 : 1;
    this.#sharedShape = this.#signature();
    this.#around = {
      dice,
      simd: this.#simd,
      references: options.references && dice.percent(25),
      pages,
      growing: this.#growing,
      globals: Array.from({ length: dice.below(6) }, () => ({
        type: dice.pick(this.#valueTypes),
        mutable: dice.percent(80),
      })),
      table: this.#table,
      tableSize: dice.percent(70) ? 8 : 0,
      passive: dice.percent(40) ? [16, 5] : [],
      typeIndex: (signature) => this.#typeIndex(signature),
    };
  }

  get #valueTypes(): readonly Type[] {
    return this.#simd ? [I32, I64, F32, F64, V128] : [I32, I64, F32, F64];
  }

  module(): GeneratedModule {
    const count = this.#dice.between(1, Math.max(1, this.#options.functions));
    for (let i = 0; i < count; i++) this.#function(i === count - 1);
    const main = this.#functions[count - 1];
    this.#abi(main);
    const inputs = Array.from({ length: this.#options.items }, () => itemInput(this.#dice));
    return { bytes: this.#assemble(), inputs, pages: this.#around.pages };
  }

  #signature(): Signature {
    const some = (most: number): Type[] =>
      Array.from({ length: this.#dice.below(most + 1) }, () => this.#dice.pick(this.#valueTypes));
    return { parameters: some(3), results: some(this.#dice.percent(70) ? 1 : 3) };
  }

  #function(isMain: boolean): void {
    const dice = this.#dice;
    const index = this.#functions.length;
    const light = !isMain && dice.percent(45);
    const recursive = !light && !isMain && dice.percent(35);
    const shape = dice.percent(40) ? this.#sharedShape : this.#signature();
    const parameters = recursive ? [I32, ...shape.parameters] : shape.parameters;
    const self: Callable = { index, parameters, results: shape.results, recursive, light };
    this.#typeIndex(self);
    const size = light ? dice.between(3, 25) : this.#options.size;
    const body = new Body(this.#around, self, [...this.#functions], size);
    if (light && dice.percent(60)) values(body, self.results, 2);
    else {
      statements(body, light ? dice.below(3) : dice.between(2, 8), light ? 2 : this.#options.depth);
      values(body, self.results, 2);
    }
    this.#functions.push(self);
    this.#bodies.push(body.take());
    if (this.#around.tableSize > this.#table.length && !recursive && !isMain && dice.percent(60))
      this.#table.push(self);
  }

  /** `alloc` gives a fixed place; `run` reads its parameters there and leaves results and globals from address 0 on. */
  #abi(main: Callable): void {
    const alloc = this.#entry({ parameters: [I32], results: [I32] });
    alloc.constant(I32, INPUT_AT);
    this.#bodies.push(alloc.take());
    const run = this.#entry({ parameters: [I32, I32], results: [I64] });
    main.parameters.forEach((type, i) => {
      run.op(0x20, 0);
      this.#move(run, type, 'load', 8 * i);
    });
    run.op(0x10, main.index);
    const results = main.results.map((type) => run.fresh(type));
    for (const local of [...results].reverse()) run.op(0x21, local);
    main.results.forEach((type, i) => {
      run.constant(I32, 16 * i).op(0x20, results[i]);
      this.#move(run, type, 'store', 0);
    });
    this.#around.globals.forEach(({ type }, i) => {
      run.constant(I32, GLOBALS_AT + 16 * i).op(0x23, i);
      this.#move(run, type, 'store', 0);
    });
    run.constant(I64, OUTPUT_BYTES);
    this.#bodies.push(run.take());
  }

  #entry(signature: Signature): Body {
    const self = { ...signature, index: this.#functions.length, recursive: false, light: true };
    this.#typeIndex(self);
    this.#functions.push(self);
    return new Body(this.#around, self, [], 1000);
  }

  #move(body: Body, type: Type, way: 'load' | 'store', offset: number): void {
    const [load, store] = new Map<Type, [number, number]>([
      [I32, [0x28, 0x36]],
      [I64, [0x29, 0x37]],
      [F32, [0x2a, 0x38]],
      [F64, [0x2b, 0x39]],
      [V128, [0xfd00, 0xfd0b]],
    ]).get(type) as [number, number];
    body.op(way === 'load' ? load : store, 0, offset);
  }

  #typeIndex(wanted: Signature): number {
    const same = (a: readonly Type[], b: readonly Type[]): boolean => a.join() === b.join();
    const known = this.#types.findIndex(
      (type) => same(type.parameters, wanted.parameters) && same(type.results, wanted.results),
    );
    return known >= 0 ? known : this.#types.push(wanted) - 1;
  }

  #assemble(): Uint8Array {
    return assemble({
      dice: this.#dice,
      types: this.#types,
      functions: this.#functions.map((entry) => this.#typeIndex(entry)),
      bodies: this.#bodies,
      around: this.#around,
    });
  }
}
