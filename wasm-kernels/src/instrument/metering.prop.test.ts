import fc from 'fast-check';
import { expect, test } from 'vitest';
import { get, I32, i32, moduleOf, set } from '../testing/module-of.ts';
import { metered } from '../testing/with-fuel.ts';
import { instrument } from './instrument.ts';

/** A program as a tree; every loop ends because its counter does. */
type Statement =
  | { readonly kind: 'add'; readonly amount: number }
  | { readonly kind: 'leave'; readonly depth: number; readonly bit: number }
  | { readonly kind: 'table'; readonly depths: readonly number[] }
  | { readonly kind: 'call'; readonly callee: number }
  | { readonly kind: 'fill'; readonly length: number }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'choice';
      readonly bit: number;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[] | null;
    }
  | { readonly kind: 'loop'; readonly rounds: number; readonly body: readonly Statement[] }
  /** Tests at the beginning of each round whether its counter is below a bound. */
  | { readonly kind: 'for'; readonly rounds: number; readonly body: readonly Statement[] };

const VALUE = 0;
const WITNESS = 0;
const LOOPS = 8;

const { program } = fc.letrec<{ program: Statement[]; statement: Statement }>((tie) => ({
  program: fc.array(tie('statement'), { maxLength: 4, depthIdentifier: 'depth' }),
  statement: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'depth' },
    fc.record({ kind: fc.constant('add' as const), amount: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ kind: fc.constant('leave' as const), depth: fc.nat(3), bit: fc.nat(5) }),
    fc.record({
      kind: fc.constant('table' as const),
      depths: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('call' as const), callee: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('fill' as const), length: fc.nat(100) }),
    fc.record({ kind: fc.constant('block' as const), body: tie('program') }),
    fc.record({
      kind: fc.constant('choice' as const),
      bit: fc.nat(5),
      yes: tie('program'),
      no: fc.option(tie('program')),
    }),
    fc.record({
      kind: fc.constant('loop' as const),
      rounds: fc.integer({ min: 1, max: 3 }),
      body: tie('program'),
    }),
    fc.record({ kind: fc.constant('for' as const), rounds: fc.nat(4), body: tie('program') }),
  ),
}));

/**
 * Writes a program out; with a witness, each instruction that costs something is preceded by code that adds
 * one to a global: slow, but it knows nothing of basic blocks.
 */
class Emitter {
  readonly code: number[] = [];
  readonly #witness: boolean;
  #loops = 0;

  constructor(witness: boolean) {
    this.#witness = witness;
  }

  /** One instruction that costs 1. */
  op(...bytes: number[]): void {
    if (this.#witness) this.code.push(0x23, WITNESS, ...i32(1), 0x6a, 0x24, WITNESS);
    this.code.push(...bytes);
  }

  free(...bytes: number[]): void {
    this.code.push(...bytes);
  }

  /** `labels`: what encloses the statements, innermost last. A branch to a loop would restart it, so none goes there. */
  statements(list: readonly Statement[], labels: readonly ('block' | 'loop')[]): void {
    for (const statement of list) this.statement(statement, labels);
  }

  bitOfValue(bit: number): void {
    this.op(...get(VALUE));
    this.op(...i32(bit));
    this.op(0x76);
    this.op(...i32(1));
    this.op(0x71);
  }

  statement(statement: Statement, labels: readonly ('block' | 'loop')[]): void {
    switch (statement.kind) {
      case 'add':
        this.op(...get(VALUE));
        this.op(...i32(statement.amount));
        this.op(0x6a);
        this.op(...set(VALUE));
        return;
      case 'call':
        this.op(...get(VALUE));
        this.op(0x10, statement.callee);
        this.op(...set(VALUE));
        return;
      case 'leave':
        this.bitOfValue(statement.bit);
        this.op(0x0d, depthOf(statement.depth, labels));
        return;
      case 'table': {
        this.free(0x02, 0x40);
        this.op(...get(VALUE));
        const depths = statement.depths.map((depth) => depthOf(depth, [...labels, 'block']));
        this.op(0x0e, depths.length, ...depths, 0);
        this.free(0x0b);
        return;
      }
      case 'fill':
        this.op(...i32(0));
        this.op(...i32(1));
        this.op(...i32(statement.length));
        if (this.#witness) this.code.push(0x23, WITNESS, ...i32(statement.length >> 3), 0x6a, 0x24, WITNESS);
        this.op(0xfc, 11, 0);
        return;
      case 'block':
        this.free(0x02, 0x40);
        this.statements(statement.body, [...labels, 'block']);
        this.free(0x0b);
        return;
      case 'choice':
        this.bitOfValue(statement.bit);
        this.op(0x04, 0x40);
        this.statements(statement.yes, [...labels, 'block']);
        if (statement.no !== null) {
          this.free(0x05);
          this.statements(statement.no, [...labels, 'block']);
        }
        this.free(0x0b);
        return;
      case 'loop':
        this.loop(statement, labels);
        return;
      case 'for':
        this.countingLoop(statement, labels);
        return;
    }
  }

  loop(
    { rounds, body }: { rounds: number; body: readonly Statement[] },
    labels: readonly ('block' | 'loop')[],
  ): void {
    if (this.#loops >= LOOPS) return;
    const counter = 1 + this.#loops++;
    this.op(...i32(rounds));
    this.op(...set(counter));
    this.free(0x03, 0x40);
    this.statements(body, [...labels, 'loop']);
    this.op(...get(counter));
    this.op(...i32(1));
    this.op(0x6b);
    this.op(0x22, counter);
    this.op(0x0d, 0);
    this.free(0x0b);
  }

  countingLoop(
    { rounds, body }: { rounds: number; body: readonly Statement[] },
    labels: readonly ('block' | 'loop')[],
  ): void {
    if (this.#loops >= LOOPS) return;
    const counter = 1 + this.#loops++;
    this.op(...i32(0));
    this.op(...set(counter));
    this.free(0x03, 0x40);
    this.op(...get(counter));
    this.op(...i32(rounds));
    this.op(0x48);
    this.op(0x04, 0x40);
    this.statements(body, [...labels, 'loop', 'block']);
    this.op(...get(counter));
    this.op(...i32(1));
    this.op(0x6a);
    this.op(...set(counter));
    this.op(0x0c, 1);
    this.free(0x0b, 0x0b);
  }
}

/** Functions that `call` calls: one that costs always the same, one that does not, and two that call themselves. */
const CALLED: readonly ((emitter: Emitter) => void)[] = [
  (emitter) => {
    emitter.op(...get(VALUE));
    emitter.op(...i32(3));
    emitter.op(0x6c);
  },
  (emitter) => {
    emitter.bitOfValue(2);
    emitter.op(0x04, I32);
    emitter.op(...get(VALUE));
    emitter.op(...i32(1));
    emitter.op(0x76);
    emitter.free(0x05);
    emitter.op(...get(VALUE));
    emitter.free(0x0b);
  },
  (emitter) => {
    emitter.op(...get(VALUE));
    emitter.op(...i32(7));
    emitter.op(0x71);
    emitter.op(0x04, I32);
    for (const bit of [1, 2]) {
      emitter.op(...get(VALUE));
      emitter.op(...i32(bit));
      emitter.op(0x76);
      emitter.op(...i32(3));
      emitter.op(0x71);
      emitter.op(0x10, 3);
    }
    emitter.op(0x6a);
    emitter.free(0x05);
    emitter.op(...i32(1));
    emitter.free(0x0b);
  },
  (emitter) => {
    emitter.op(...get(VALUE));
    emitter.op(...i32(15));
    emitter.op(0x71);
    emitter.op(...set(VALUE));
    emitter.free(0x02, 0x40, 0x03, 0x40);
    emitter.op(...get(VALUE));
    emitter.op(0x45);
    emitter.op(0x0d, 1);
    emitter.op(...get(VALUE));
    emitter.op(...i32(1));
    emitter.op(0x76);
    emitter.op(0x22, VALUE);
    emitter.op(0x10, 4);
    emitter.op(0x1a);
    emitter.op(0x0c, 0);
    emitter.free(0x0b, 0x0b);
    emitter.op(...get(VALUE));
  },
];

/** A branch depth that leads to a block, counted from the innermost label; the function itself if there is none. */
function depthOf(wanted: number, labels: readonly ('block' | 'loop')[]): number {
  for (let depth = wanted; depth < labels.length; depth++)
    if (labels[labels.length - 1 - depth] === 'block') return depth;
  return labels.length;
}

function moduleFor(statements: readonly Statement[], witness: boolean): Uint8Array {
  const main = new Emitter(witness);
  main.free(0x02, 0x40);
  main.statements(statements, []);
  main.free(0x0b);
  main.op(...get(VALUE));
  const called = CALLED.map((write) => {
    const emitter = new Emitter(witness);
    write(emitter);
    return { parameters: [I32], results: [I32], code: emitter.code };
  });
  return moduleOf({
    memory: [1],
    globals: { witness: 0 },
    functions: [
      { name: 'f', parameters: [I32], results: [I32], locals: new Array(LOOPS).fill(I32), code: main.code },
      ...called,
    ],
  });
}

const instanceOf = (bytes: Uint8Array): Record<string, never> =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource)).exports as Record<string, never>;

test('fuel of any program equals a witness that counts instruction by instruction', () => {
  fc.assert(
    fc.property(program, fc.nat(63), (statements, input) => {
      const plain = instanceOf(moduleFor(statements, true));
      const expected = (plain.f as (value: number) => number)(input);
      const build = instanceOf(instrument(moduleFor(statements, false), { memoryPages: 1 }).bytes);
      const fuel = build.__fuel as WebAssembly.Global;
      const budget = 1n << 40n;
      fuel.value = budget;
      expect((build.f as (value: number) => number)(input)).toBe(expected);
      expect(budget - fuel.value).toBe(BigInt((plain.witness as WebAssembly.Global).value));
    }),
    { numRuns: 1000 },
  );
});

test('a program ends well if and only if it costs no more than its cap, at every cap', () => {
  fc.assert(
    fc.property(program, fc.nat(63), (statements, input) => {
      const { __fuel, f } = instanceOf(metered(moduleFor(statements, false)));
      const [fuel, run] = [__fuel as WebAssembly.Global, f as (value: number) => number];
      const endsWell = (cap: bigint): boolean => {
        fuel.value = cap;
        try {
          run(input);
          return fuel.value >= 0n;
        } catch (error) {
          expect(error).toBeInstanceOf(WebAssembly.RuntimeError);
          expect(fuel.value).toBeLessThan(0n);
          return false;
        }
      };
      const plenty = 1n << 40n;
      expect(endsWell(plenty)).toBe(true);
      const total = plenty - (fuel.value as bigint);
      for (let cap = 0n; cap <= total + 1n; cap += 1n + total / 300n)
        expect(endsWell(cap)).toBe(cap >= total);
      expect(endsWell(total - 1n)).toBe(false);
      expect(endsWell(total)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('instrumenting is deterministic, and never changes what an instrumented module may export', () => {
  fc.assert(
    fc.property(program, (statements) => {
      const bytes = moduleFor(statements, false);
      expect(instrument(bytes)).toEqual(instrument(bytes));
      const exports = Object.keys(instanceOf(instrument(bytes, { memoryPages: 1 }).bytes));
      expect(exports).toEqual([
        'f',
        'memory',
        'witness',
        '__fuel',
        '__mh_high',
        '__mh_depth',
        '__mh_save',
        '__mh_restore',
      ]);
    }),
    { numRuns: 50 },
  );
});
