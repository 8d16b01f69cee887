import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapModule } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { RECURSION_BYTES } from '../runtime/build.ts';
import { F64, get, I32, i32, moduleOf, set, type TestFunction } from '../testing/module-of.ts';
import { metered } from '../testing/with-fuel.ts';
import { callGraphOf } from './call-graph.ts';
import { callsOf } from './calls.ts';
import { instrument } from './instrument.ts';
import { passingFunctions } from './passing.ts';

type Leaving = 'return' | 'br' | 'br_if' | 'br_table' | 'trap';

/** What a recursive function does; all of them take how often calls may still nest and a value, and give one. */
type Statement =
  | { readonly kind: 'add'; readonly amount: number }
  /** Calls a function of the circle, or the leaf outside of it. */
  | { readonly kind: 'call'; readonly callee: number }
  /** Through the table. */
  | { readonly kind: 'indirect'; readonly callee: number }
  /** Leaves the function if a bit of the value is set: by a `return`, and by branches to its own label. */
  | { readonly kind: 'leave'; readonly how: Leaving; readonly bit: number }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'loop'; readonly rounds: number; readonly body: readonly Statement[] };

const [LEVELS, VALUE, RESULT] = [0, 1, 2];
const FIRST_COUNTER = 3;
const CIRCLE = [1, 2, 3];
const LEAF = 4;
const VOID = 0x40;
const LOOPS = 6;

const { body } = fc.letrec<{ body: Statement[]; statement: Statement }>((tie) => ({
  body: fc.array(tie('statement'), { maxLength: 4, depthIdentifier: 'depth' }),
  statement: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'depth' },
    fc.record({ kind: fc.constant('add' as const), amount: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ kind: fc.constant('call' as const), callee: fc.constantFrom(...CIRCLE, ...CIRCLE, LEAF) }),
    fc.record({ kind: fc.constant('indirect' as const), callee: fc.nat(1) }),
    fc.record({
      kind: fc.constant('leave' as const),
      how: fc.constantFrom<Leaving>('return', 'br', 'br_if', 'br_table', 'trap'),
      bit: fc.nat(4),
    }),
    fc.record({ kind: fc.constant('block' as const), body: tie('body') }),
    fc.record({ kind: fc.constant('loop' as const), rounds: fc.nat(3), body: tie('body') }),
  ),
}));

/** Writes a body out. Locals: levels, value, result, counters of loops. */
class BodyWriter {
  #loops = 0;

  /** Instructions that leave the result on the stack. */
  write(statements: readonly Statement[]): number[] {
    const ends = [...get(LEVELS), 0x45, 0x04, VOID, ...get(VALUE), 0x0f, 0x0b];
    return [...ends, ...get(VALUE), ...set(RESULT), ...this.#all(statements, 0), ...get(RESULT)];
  }

  #all = (statements: readonly Statement[], depth: number): number[] =>
    statements.flatMap((statement) => this.#one(statement, depth));

  #one(statement: Statement, depth: number): number[] {
    switch (statement.kind) {
      case 'add':
        return [...get(RESULT), ...i32(statement.amount), 0x6a, ...set(RESULT)];
      case 'call':
        return this.#called([0x10, statement.callee]);
      case 'indirect':
        return this.#called([...i32(statement.callee), 0x11, 1, 0]);
      case 'leave':
        return this.#leave(statement.how, statement.bit, depth);
      case 'block':
        return [0x02, VOID, ...this.#all(statement.body, depth + 1), 0x0b];
      case 'loop':
        return this.#loop(statement.rounds, statement.body, depth);
    }
  }

  #called = (call: readonly number[]): number[] => [
    ...[...get(LEVELS), ...i32(1), 0x6b, ...get(RESULT), ...call],
    ...[...get(RESULT), 0x6a, ...set(RESULT)],
  ];

  #leave(how: Leaving, bit: number, depth: number): number[] {
    const test = [...get(RESULT), ...i32(bit), 0x76, ...i32(1), 0x71];
    // A branch with the value, which is dropped if it is not taken.
    if (how === 'br_if') return [...get(RESULT), ...test, 0x0d, depth, 0x1a];
    const inIf = [...test, 0x04, VOID];
    if (how === 'trap') return [...inIf, 0x00, 0x0b];
    if (how === 'br_table') return [...inIf, ...get(RESULT), ...test, 0x0e, 1, depth + 1, depth + 1, 0x0b];
    return [...inIf, ...get(RESULT), ...(how === 'return' ? [0x0f] : [0x0c, depth + 1]), 0x0b];
  }

  #loop(rounds: number, body: readonly Statement[], depth: number): number[] {
    if (this.#loops === LOOPS) return this.#all(body, depth);
    const counter = FIRST_COUNTER + this.#loops++;
    const again = [...get(counter), ...i32(1), 0x6b, 0x22, counter, ...i32(0), 0x4a, 0x0d, 0];
    return [...i32(rounds), ...set(counter), 0x03, VOID, ...this.#all(body, depth + 1), ...again, 0x0b];
  }
}

const locals = new Array<number>(1 + LOOPS).fill(I32);
const member = (statements: readonly Statement[]): TestFunction => ({
  parameters: [I32, I32],
  results: [I32],
  locals,
  code: new BodyWriter().write(statements),
});

/** f starts the circle; the table holds the leaf and, `tabled`, the circle's third function. */
const circleOf = (bodies: readonly (readonly Statement[])[], tabled: boolean): Uint8Array =>
  moduleOf({
    functions: [
      { name: 'f', parameters: [I32, I32], results: [I32], code: [...get(0), ...get(1), 0x10, 1] },
      ...bodies.map((body, i) =>
        member([...body, { kind: 'call', callee: CIRCLE[(i + 1) % CIRCLE.length] }]),
      ),
      { parameters: [I32, I32], results: [I32], code: [...get(0), ...get(1), 0x6c] },
    ],
    table: [LEAF, tabled ? 3 : LEAF],
  });

interface Run {
  readonly outcome: unknown;
  readonly used: bigint;
}

const MUCH = 1n << 40n;
function run(bytes: Uint8Array, input: readonly number[], cap = MUCH): Run {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
  const fuel = exports.__fuel as WebAssembly.Global;
  fuel.value = cap;
  if (exports.__mh_depth instanceof WebAssembly.Global) exports.__mh_depth.value = RECURSION_BYTES;
  try {
    const outcome = (exports.f as (...values: readonly number[]) => unknown)(...input);
    return { outcome: fuel.value < 0n ? 'exhausted' : outcome, used: cap - fuel.value };
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return { outcome: fuel.value < 0n ? 'exhausted' : 'trap', used: 0n };
  }
}

const passingOf = (bytes: Uint8Array): number[] => {
  const module = mapModule(bytes);
  const graph = callGraphOf(module);
  return passingFunctions(module, graph, callsOf(module, graph).recursive);
};

describe('a circle of calls that hands on its fuel', () => {
  const inputs = fc.tuple(fc.nat(5), fc.nat(31));

  test('gives and costs the same as one that keeps it in the global, and is exhausted at the same caps', () => {
    let passing = 0;
    fc.assert(
      fc.property(
        fc.tuple(body, body, body),
        fc.boolean(),
        inputs,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bodies, tabled, input, part) => {
          const module = circleOf(bodies, tabled);
          passing += passingOf(module).length;
          const handed = instrument(module).bytes;
          const hooked = instrument(module, { hooked: true }).bytes;
          const kept = metered(module);
          // Also where it traps: what it had spent by then is seen alike.
          const early = BigInt(Math.floor(2000 * part));
          expect(run(handed, input, early).outcome).toEqual(run(hooked, input, early).outcome);
          // What would run for long is cut off.
          const whole = run(kept, input, 1_000_000n);
          expect(run(handed, input, 1_000_000n).outcome).toEqual(whole.outcome);
          if (typeof whole.outcome !== 'number') return;
          expect(run(handed, input)).toEqual(whole);
          expect(run(hooked, input)).toEqual(whole);
          for (const cap of [whole.used, whole.used - 1n, BigInt(Math.floor(Number(whole.used) * part))])
            expect(run(handed, input, cap).outcome).toBe(cap < whole.used ? 'exhausted' : whole.outcome);
        },
      ),
      { numRuns: 300 },
    );
    expect(passing).toBeGreaterThan(300);
  }, 120_000);

  test('may mix parameters, locals and results of any type', () => {
    const code = [
      ...[...get(1), 0x45, 0x04, VOID, ...get(0), 0x0f, 0x0b],
      ...[...get(0), ...get(0), 0xa0, ...set(2)],
      ...[...get(2), ...get(1), ...i32(1), 0x6b, 0x10, 1, ...get(2), 0xa0],
    ];
    const outer: TestFunction = {
      name: 'f',
      parameters: [I32],
      results: [F64],
      code: [0x44, ...new Uint8Array(Float64Array.of(1.5).buffer), ...get(0), 0x10, 1],
    };
    const inner: TestFunction = { parameters: [F64, I32], results: [F64], locals: [F64], code };
    const module = moduleOf({ functions: [outer, inner] });
    expect(passingOf(module)).toEqual([1]);
    expect(run(instrument(module).bytes, [3])).toEqual(run(metered(module), [3]));
    expect(run(instrument(module).bytes, [3]).outcome).toBe(12 + 12 + 6 + 3);
  });
});

describe('which functions hand on their fuel', () => {
  const calls = (...callees: readonly number[]): TestFunction => ({
    code: callees.flatMap((callee) => [0x10, ...new ByteWriter().u32(callee).take()]),
  });
  const main = (callee: number): TestFunction => ({ ...calls(callee), name: 'f' });

  test('are those of a circle, not who begins it', () => {
    expect(passingOf(moduleOf({ functions: [main(1), calls(2), calls(1)] }))).toEqual([1, 2]);
  });

  test('are none that a table holds: the circle would go through a passage, whose stack nothing pays for', () => {
    expect(passingOf(moduleOf({ functions: [main(1), calls(2), calls(1)], table: [1] }))).toEqual([]);
  });

  test('are none with more calls of others', () => {
    const functions = [main(1), calls(1, 2, 2), calls()];
    expect(passingOf(moduleOf({ functions }))).toEqual([]);
    functions[1] = calls(1, 2);
    expect(passingOf(moduleOf({ functions }))).toEqual([1]);
  });

  test('are looked for in a bounded time', () => {
    // Each function's turn comes only when the one behind it is out.
    const chain = (length: number): Uint8Array => {
      const last = length - 1;
      const functions = Array.from({ length }, (_, i) => (i < last ? calls(i + 1, last) : calls(0)));
      return moduleOf({ functions, table: [last] });
    };
    expect(passingOf(chain(10))).toEqual([]);
    const before = performance.now();
    expect(passingOf(chain(20_000))).toEqual([]);
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  test('appear under their names in stack traces', () => {
    const code = [...get(0), 0x45, 0x04, VOID, 0x00, 0x0b, ...get(0), ...i32(1), 0x6b, 0x10, 0];
    const plain = moduleOf({ functions: [{ name: 'f', parameters: [I32], code }] });
    const names = new ByteWriter().byte(1).name('\u0001\u0000\u0003dig').take();
    const payload = new ByteWriter().name('name').raw(names).take();
    const module = new ByteWriter().raw(plain).byte(0).u32(payload.length).raw(payload).take();
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(instrument(module).bytes as BufferSource),
    );
    let stack = '';
    try {
      (exports.f as (levels: number) => void)(2);
    } catch (error) {
      stack = String((error as Error).stack);
    }
    expect(stack.match(/at (\S+) \(wasm/g)).toEqual(new Array(4).fill('at dig (wasm'));
  });
});
