import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../../binary/writer.ts';
import { kindsOf } from '../../testing/countings.ts';
import { get, I32, I64, i32, moduleOf, set } from '../../testing/module-of.ts';
import { meteredSimply } from '../../testing/simple-metering.ts';
import { metered } from '../../testing/with-fuel.ts';

/** `for (; counter + plus RELATION bound; counter += step)`, tested at the end of each round or at its begin. */
interface Shape {
  readonly width: 32 | 64;
  readonly relation: number;
  readonly step: number;
  /** The step lies in a local and not in a constant. */
  readonly variableStep: boolean;
  readonly boundIn: 'constant' | 'local' | 'memory';
  /** Of a bound in memory: how far it is shifted, and whether the loop writes there. */
  readonly shift: number;
  readonly stores: boolean;
  readonly bound: number;
  readonly start: number;
  readonly test: 'end' | 'begin' | 'begin by if';
  /** At the end: whether the counter is changed before it is compared. */
  readonly changedFirst: boolean;
  /** After so many rounds the loop is left in another way. */
  readonly leaveAt: number | null;
  /** The operands of the comparison are the other way round. */
  readonly mirrored: boolean;
}

const RELATIONS = ['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'];
const MIRRORED = [0, 1, 4, 5, 2, 3, 8, 9, 6, 7];
const EDGES_32 = [
  0,
  1,
  5,
  100,
  2 ** 31 - 1,
  2 ** 31 - 2,
  -(2 ** 31),
  -(2 ** 31) + 1,
  -1,
  -2,
  -100,
  0x7ffffff0,
];
const near = (edges: readonly number[]) =>
  fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: -40, max: 40 }))
    .map(([edge, away]) => (edge + away) | 0);

const shapes: fc.Arbitrary<Shape> = fc.record({
  width: fc.constantFrom(32 as const, 32 as const, 64 as const),
  relation: fc.nat(9),
  step: fc.constantFrom(1, -1, 2, -2, 3, -3, 4, 7, -8, 12, -12, 16, 0x10000, -(2 ** 31), 0),
  variableStep: fc.constantFrom(false, false, false, true),
  boundIn: fc.constantFrom('constant' as const, 'local' as const, 'memory' as const),
  shift: fc.constantFrom(0, 0, 3),
  stores: fc.boolean(),
  bound: near(EDGES_32),
  start: near(EDGES_32),
  test: fc.constantFrom('end' as const, 'begin' as const, 'begin by if' as const),
  changedFirst: fc.boolean(),
  leaveAt: fc.option(fc.oneof(fc.nat(60), fc.constant(-1)), { freq: 1 }),
  mirrored: fc.boolean(),
});

const [COUNTER, STEP, BOUND, ROUNDS] = [0, 1, 2, 3];
/** Where a bound in memory lies, behind the local that is 0 when the loop begins. */
const [BASE, OFFSET] = [4, 20];

/** f(counter, step, bound) gives the number of rounds. */
function loopModule(shape: Shape): Uint8Array {
  const { width, relation, variableStep, boundIn, test, changedFirst, mirrored } = shape;
  const wide = width === 64;
  const constant = (value: number): number[] => [
    wide ? 0x42 : 0x41,
    ...new ByteWriter().s64(BigInt(value)).take(),
  ];
  const step = variableStep ? get(STEP) : constant(shape.step);
  const shift = shape.shift === 0 ? [] : [...i32(shape.shift), 0x76];
  const widened = wide ? [0xac] : [];
  const bounds = {
    constant: constant(shape.bound),
    local: get(BOUND),
    memory: [...get(BASE), ...i32(4), 0x6a, 0x28, 2, OFFSET, ...shift, ...widened],
  };
  const { [boundIn]: bound } = bounds;
  const store = (value: readonly number[]): number[] => [...get(BASE), ...value, 0x36, 2, OFFSET + 4];
  const stores = shape.stores ? store([...get(ROUNDS), ...i32(7), 0x6c]) : [];
  const change = [...get(COUNTER), ...step, wide ? 0x7c : 0x6a, ...set(COUNTER)];
  const compare = (wide ? 0x51 : 0x46) + (mirrored ? MIRRORED[relation] : relation);
  const goesOn = mirrored ? [...bound, ...get(COUNTER), compare] : [...get(COUNTER), ...bound, compare];
  const leave = (depth: number): number[] =>
    shape.leaveAt === null ? [] : [...get(ROUNDS), ...i32(shape.leaveAt), 0x46, 0x0d, depth];
  const count = (depth: number): number[] => [
    ...leave(depth),
    ...get(ROUNDS),
    0x41,
    1,
    0x6a,
    ...set(ROUNDS),
    ...stores,
  ];
  const loops = {
    end: changedFirst
      ? [0x03, 0x40, ...count(1), ...change, ...goesOn, 0x0d, 0, 0x0b]
      : [0x03, 0x40, ...count(1), ...goesOn, ...change, 0x0d, 0, 0x0b],
    begin: [0x03, 0x40, ...goesOn, 0x45, 0x0d, 1, ...count(1), ...change, 0x0c, 0, 0x0b],
    'begin by if': [0x03, 0x40, ...goesOn, 0x04, 0x40, ...count(2), ...change, 0x0c, 1, 0x0b, 0x0b],
  };
  const type = wide ? I64 : I32;
  return moduleOf({
    memory: [1],
    functions: [
      {
        name: 'f',
        parameters: [type, type, type],
        results: [I32],
        locals: [I32, I32],
        code: [
          ...store([...get(BOUND), ...(wide ? [0xa7] : [])]),
          0x02,
          0x40,
          ...loops[test],
          0x0b,
          ...get(ROUNDS),
        ],
      },
    ],
  });
}

interface Outcome {
  readonly value: unknown;
  readonly left: bigint;
}

/** The result, or null where it trapped or ran out of fuel. */
function run(bytes: Uint8Array, cap: bigint, args: readonly (number | bigint)[]): Outcome | null {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
  const fuel = exports.__fuel as WebAssembly.Global;
  fuel.value = cap;
  try {
    const value = (exports.f as (...args: (number | bigint)[]) => unknown)(...args);
    return fuel.value < 0n ? null : { value, left: fuel.value };
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    expect(fuel.value).toBeLessThan(0n);
    return null;
  }
}

const seen = new Set<string>();

test('a loop costs what its rounds cost, wherever it begins, ends and wraps around', () => {
  fc.assert(
    fc.property(shapes, fc.oneof(fc.constant(20_000n), fc.bigInt(0n, 1500n)), (shape, cap) => {
      const module = loopModule(shape);
      const args = [shape.start, shape.step, shape.bound].map((value) =>
        shape.width === 64 ? BigInt(value) : value,
      );
      const expected = run(meteredSimply(module), cap, args);
      expect(run(metered(module), cap, args)).toEqual(expected);
      const kind = kindsOf(module)[0];
      seen.add(`${kind} ${RELATIONS[shape.relation]} ${shape.width}`);
      seen.add(`${kind} ${expected === null ? 'exhausted' : 'returned'}`);
      seen.add(`${kind} ${shape.boundIn}${shape.stores ? ' that changes' : ''}`);
    }),
    { numRuns: 3000 },
  );
}, 120_000);

test('of these loops, those of each relation but eq were counted ahead, with both outcomes', () => {
  for (const relation of RELATIONS.slice(1)) expect(seen).toContain(`ahead ${relation} 32`);
  expect(seen).toContain('ahead ne 64');
  for (const bound of ['constant', 'local', 'memory']) expect(seen).toContain(`ahead ${bound}`);
  expect(seen).not.toContain('ahead memory that changes');
  for (const kind of ['ahead', 'rounds'])
    for (const outcome of ['exhausted', 'returned']) expect(seen).toContain(`${kind} ${outcome}`);
});
