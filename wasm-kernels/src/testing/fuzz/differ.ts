/**
 * Differential fuzzing: a generated module, run plain, as a witness that counts every instruction, and as each kind
 * of build. Whatever the limits do not explain must be the same.
 */
import { ITEM_STATUS, type ItemResult } from '@manyhands/protocol';
import { type InstrumentOptions, instrument } from '../../instrument/instrument.ts';
import { instantiate, type KernelOptions } from '../../runtime/kernel.ts';
import { Dice } from '../generate/dice.ts';
import { type GeneratedModule, type GenerateOptions, generateModule } from '../generate/module.ts';
import { loopKinds } from './loop-kinds.ts';
import { type Outcome, runBare, sameMemory } from './machine.ts';
import { WITNESS, witnessOf } from './witness.ts';

/** What became of one module. */
export interface Report {
  readonly seed: number;
  /** What differed, one line each; empty where all is well. */
  readonly failures: readonly string[];
  readonly bytes: number;
  /** How many items ended in which way, computed a NaN or were left to a careful twin. */
  readonly items: Readonly<Record<'ok' | 'trap' | 'exhausted' | 'overflow' | 'nan' | 'reruns', number>>;
  /** How many loops are counted in which way. */
  readonly loops: ReturnType<typeof loopKinds>;
}

/** Instructions that a program may execute before it counts as one that does not end. */
const LIMIT = 60_000n;
/** More than any item takes that ends within the limit, although a build may charge a loop or a fill at once before it traps. */
const PLENTY = 1n << 33n;
/** For an item that computes NaNs, whose bits may lead a build elsewhere than they led the witness. */
const NAN_LIMIT = 1_000_000n;

const PAGE_BYTES = 65_536;

interface Variant {
  readonly name: string;
  readonly options: InstrumentOptions;
}

/** Of fast builds each module gets one kind: three would take twice as long, and other modules are worth more. */
const FAST: readonly Variant[] = [
  { name: 'lazy', options: { nan: 'lazy' } },
  { name: 'small', options: { smallPages: 1 } },
  { name: 'lazy and small', options: { nan: 'lazy', smallPages: 2 } },
  { name: 'absent', options: { nan: 'absent' } },
  { name: 'absent and small', options: { nan: 'absent', smallPages: 2 } },
];
const HOOKED: Variant = { name: 'hooked', options: { hooked: true } };

/** Generates the module of a seed and compares everything. */
export function fuzzSeed(seed: number, options: Partial<GenerateOptions> = {}): Report {
  return new Comparison(seed, generateModule(seed, options)).report();
}

/** An item with a cap, and what the careful build gave in a fresh instance. */
interface Case {
  readonly input: Uint8Array;
  readonly cap: bigint;
  readonly expected: {
    readonly status: Outcome['status'];
    readonly fuel: bigint;
    readonly output: Uint8Array;
  };
}

const compile = (bytes: Uint8Array): WebAssembly.Module => new WebAssembly.Module(bytes as BufferSource);

class Comparison {
  readonly #seed: number;
  readonly #generated: GeneratedModule;
  readonly #dice: Dice;
  readonly #failures: string[] = [];
  readonly #items = { ok: 0, trap: 0, exhausted: 0, overflow: 0, nan: 0, reruns: 0 };
  readonly #cases: Case[] = [];

  constructor(seed: number, generated: GeneratedModule) {
    this.#seed = seed;
    this.#generated = generated;
    this.#dice = new Dice(seed + 0.5 * 2 ** 52);
  }

  report(): Report {
    const { bytes, inputs } = this.#generated;
    const plain = compile(bytes);
    const witness = compile(witnessOf(bytes, PLENTY));
    const careful = compile(this.#build({}));
    inputs.forEach((input, i) => {
      this.#item(`item ${i}`, input, { plain, witness, careful });
    });
    this.#runtime({ name: 'careful', options: {} }, careful);
    for (const variant of [FAST[this.#seed % FAST.length], HOOKED])
      this.#runtime(variant, compile(this.#build(variant.options)));
    return {
      seed: this.#seed,
      failures: this.#failures,
      bytes: bytes.length,
      items: this.#items,
      loops: loopKinds(bytes),
    };
  }

  #build(options: InstrumentOptions): Uint8Array {
    return instrument(this.#generated.bytes, { memoryPages: this.#generated.pages, ...options }).bytes;
  }

  #fail(what: string): void {
    this.#failures.push(what);
  }

  #item(
    name: string,
    input: Uint8Array,
    modules: Record<'plain' | 'witness' | 'careful', WebAssembly.Module>,
  ): void {
    const seen = runBare(modules.witness, input, { left: WITNESS.left, cap: LIMIT });
    this.#items[seen.status]++;
    if (seen.nan) this.#items.nan++;
    const build = (cap: bigint): Outcome => {
      const outcome = runBare(modules.careful, input, { left: '__fuel', cap });
      if (outcome.status === 'overflow')
        this.#fail(`${name}, cap ${cap}: the build overflowed the engine's stack`);
      return outcome;
    };
    if (seen.status === 'exhausted') {
      this.#endless(name, input, seen, build(LIMIT));
      return;
    }
    const plenty = seen.nan ? NAN_LIMIT : PLENTY;
    const whole = build(plenty);
    if (seen.status === 'overflow' || whole.tooDeep) return;
    if (seen.nan) this.#caps(name, input, whole, build);
    else {
      const own = runBare(modules.plain, input, null);
      if (own.status !== seen.status) this.#fail(`${name}: plain ${own.status}, its witness ${seen.status}`);
      this.#compare(name, {
        own,
        seen,
        whole: own.status === 'trap' ? this.#confined(input, own, whole) : whole,
      });
      this.#caps(name, input, whole, build);
    }
  }

  /** What does not end within the limit does not end well in a build that has no more, unless a NaN's bits led it elsewhere. */
  #endless(name: string, input: Uint8Array, seen: Outcome, outcome: Outcome): void {
    if (outcome.status === 'ok' && !seen.nan)
      this.#fail(`${name}: ends within ${outcome.used}, its witness not within ${LIMIT}`);
    this.#case(input, LIMIT, outcome);
  }

  /**
   * A build has all its memory from the start, so where plain code traps at the end of its own, a build may go on. Then
   * it is looked at with just as much memory.
   */
  #confined(input: Uint8Array, own: Outcome, whole: Outcome): Outcome {
    if (whole.status === 'trap' && sameMemory(own.memory, whole.memory)) return whole;
    const memoryPages = own.memory.length / PAGE_BYTES;
    return runBare(compile(this.#build({ memoryPages })), input, { left: '__fuel', cap: whole.cap });
  }

  #compare(name: string, { own, seen, whole }: Record<'own' | 'seen' | 'whole', Outcome>): void {
    // A build may charge at once for more than it comes to execute before a trap.
    if (own.status === 'trap' && whole.status === 'exhausted') return;
    if (own.status !== whole.status) this.#fail(`${name}: plain ${own.status}, build ${whole.status}`);
    else if (own.status === 'ok' && whole.used !== seen.used)
      this.#fail(`${name}: fuel ${whole.used}, counted ${seen.used}`);
    else if (!sameMemory(own.memory, whole.memory)) this.#fail(`${name}: memory differs (${own.status})`);
    else if (JSON.stringify(own.globals) !== JSON.stringify(whole.globals))
      this.#fail(`${name}: globals ${JSON.stringify(own.globals)} and ${JSON.stringify(whole.globals)}`);
  }

  /** Exhausted if and only if there is less fuel than it takes; in front of a trap, one or the other. */
  #caps(name: string, input: Uint8Array, whole: Outcome, build: (cap: bigint) => Outcome): void {
    this.#case(input, whole.cap, whole);
    const needed = whole.status === 'ok' ? whole.used : BigInt(this.#dice.below(2000));
    const below = [
      needed - 1n,
      BigInt(this.#dice.below(Number(needed))),
      BigInt(this.#dice.below(Number(needed))),
    ];
    for (const cap of [needed, ...below.filter((cap) => cap >= 0n)]) {
      const outcome = build(cap);
      this.#case(input, cap, outcome);
      if (whole.status !== 'ok') {
        if (outcome.status === 'ok') this.#fail(`${name}, cap ${cap}: ok, but ${whole.status} with plenty`);
      } else if (cap < needed) {
        if (outcome.status !== 'exhausted') this.#fail(`${name}, cap ${cap} of ${needed}: ${outcome.status}`);
      } else if (
        outcome.status !== 'ok' ||
        outcome.used !== needed ||
        !sameMemory(outcome.memory, whole.memory)
      )
        this.#fail(`${name}, cap ${cap}: ${outcome.status} with fuel ${outcome.used} of ${needed}`);
    }
  }

  #case(input: Uint8Array, cap: bigint, { status, used, memory }: Outcome): void {
    const ok = status === 'ok';
    this.#cases.push({
      input,
      cap,
      expected: {
        status,
        fuel: ok ? used : cap,
        output: ok ? memory.slice(0, OUTPUT_BYTES) : new Uint8Array(),
      },
    });
  }

  /** All cases through the runtime in one go, forwards and backwards: what ran before must not matter. */
  #runtime({ name, options }: Variant, build: WebAssembly.Module): void {
    const kernel = instantiate(build, this.#kernelOptions(options));
    for (const [i, { input, cap, expected }] of [...this.#cases, ...[...this.#cases].reverse()].entries()) {
      const result = kernel.runItem(input, cap);
      if (!sameResult(result, expected))
        this.#fail(
          `${name}, run ${i}, cap ${cap}: ${describe(result)}, expected ${expected.status} with ${expected.fuel}`,
        );
    }
    this.#items.reruns += kernel.reruns;
  }

  #kernelOptions({ hooked }: InstrumentOptions): KernelOptions {
    if (hooked !== true) return { datasets: [] };
    return { datasets: [], slice: { fuel: BigInt(this.#dice.between(50, 5000)), onSlice: () => {} } };
  }
}

/** As the generator's entry gives back. */
const OUTPUT_BYTES = 2048;
const STATUS = { [ITEM_STATUS.ok]: 'ok', [ITEM_STATUS.trap]: 'trap', [ITEM_STATUS.exhausted]: 'exhausted' };

const describe = ({ status, fuel }: ItemResult): string => `${STATUS[status]} with ${fuel}`;

const sameResult = ({ status, fuel, output }: ItemResult, expected: Case['expected']): boolean =>
  STATUS[status] === expected.status &&
  fuel === expected.fuel &&
  Buffer.compare(output, expected.output) === 0;
