import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapModule } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type Access, addressesOf } from './nan-address.ts';

const I32 = 0x7f;
const F64 = 0x7c;
const F64_LOAD = 0x2b;
/** Parameters 0 and 1, locals 2 to 5, counters of loops behind them. */
const LOCALS = 6;
const COUNTERS = 4;

const number = (value: number): number[] => [0x41, ...new ByteWriter().s64(BigInt(value | 0)).take()];
const local = fc.nat(LOCALS - 1);
const constant = fc.oneof(fc.nat(20), fc.constantFrom(8, 16, 1536, -8, -16, 24, 4, 12));

type Code = readonly number[];
const { expression } = fc.letrec<{ expression: Code }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    constant.map(number),
    local.map((at) => [0x20, at]),
    fc
      .tuple(tie('expression'), tie('expression'), fc.constantFrom(0x6a, 0x6b))
      .map(([a, b, op]) => [...a, ...b, op]),
    fc
      .tuple(tie('expression'), constant, fc.constantFrom(0x6a, 0x6b, 0x6c, 0x71, 0x72))
      .map(([a, by, op]) => [...a, ...number(by), op]),
    fc.tuple(tie('expression'), fc.nat(4)).map(([a, by]) => [...a, ...number(by), 0x74]),
  ),
}));

/** Statements as code; `depth` constructs and `loops` loops are open around them. */
type Statement = (depth: number, loops: number) => number[];
const inside = (statements: readonly Statement[], depth: number, loops: number): number[] =>
  statements.flatMap((statement) => statement(depth, loops));
/** Counts down in global 0 and leaves whether anything is left: no more branches then. */
const BUDGET = [...[0x23, 0], ...number(1), 0x6b, 0x24, 0, 0x23, 0, ...number(0), 0x4a];
const condition = (code: Code): number[] => [...code, ...number(1), 0x71];

const { body } = fc.letrec<{ statement: Statement; body: Statement[] }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(local, expression).map(
      ([at, code]): Statement =>
        () => [...code, 0x21, at],
    ),
    fc.tuple(expression, fc.constantFrom(0, 4, 8, 16)).map(
      ([code, offset]): Statement =>
        () => [...code, F64_LOAD, 0, offset, 0x1a],
    ),
    fc.tuple(local, expression).map(
      ([at, code]): Statement =>
        () => [...code, 0x22, at, F64_LOAD, 0, 0, 0x1a],
    ),
    fc.tuple(expression, fc.nat(5)).map(
      ([code, which]): Statement =>
        (depth) => [...BUDGET, ...condition(code), 0x71, 0x0d, which % (depth + 1)],
    ),
    fc.nat(5).map(
      (which): Statement =>
        (depth) => [...BUDGET, 0x04, 0x40, 0x0c, which % (depth + 2), 0x0b],
    ),
    tie('body').map(
      (statements): Statement =>
        (depth, loops) => [0x02, 0x40, ...inside(statements, depth + 1, loops), 0x0b],
    ),
    fc.tuple(expression, tie('body'), fc.option(tie('body'))).map(
      ([code, then, other]): Statement =>
        (depth, loops) => [
          ...condition(code),
          ...[0x04, 0x40, ...inside(then, depth + 1, loops)],
          ...(other === null ? [] : [0x05, ...inside(other, depth + 1, loops)]),
          0x0b,
        ],
    ),
    tie('body').map(
      (statements): Statement =>
        (depth, loops) => {
          if (loops === COUNTERS) return [];
          const counter = LOCALS + loops;
          const again = [0x20, counter, ...number(1), 0x6a, 0x22, counter, ...number(3), 0x48, 0x0d, 0];
          return [
            ...[...number(0), 0x21, counter, 0x03, 0x40],
            ...inside(statements, depth + 1, loops + 1),
            ...[...again, 0x0b],
          ];
        },
    ),
  ),
  body: fc.array(tie('statement'), { minLength: 1, maxLength: 6 }),
}));

const section = (id: number, content: Code): number[] => [
  id,
  ...new ByteWriter().u32(content.length).take(),
  ...content,
];

/** Imports `look(address, place) → f64`; exports a function of two numbers with this body, its length told by `locals`. */
function moduleOf(locals: Code, code: Code): Uint8Array {
  const length = locals.length + code.length;
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 2, I32, I32, 1, F64, 0x60, 2, I32, I32, 0]),
    ...section(2, [1, 1, 0x65, 1, 0x6c, 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(6, [1, I32, 1, ...number(60), 0x0b]),
    ...section(7, [1, 1, 0x66, 0, 1]),
    ...section(10, [1, ...new ByteWriter().u32(length).take(), ...locals, ...code]),
  ]);
}
const DECLARED = [1, LOCALS + COUNTERS - 2, I32];

/** Runs the code with its loads replaced by calls of the host; what each was given. */
function addressesMet(
  module: Uint8Array,
  accesses: readonly Access[],
  given: readonly number[],
): [number, number][] {
  const { bodies } = mapModule(module);
  const start = bodies[0].start + DECLARED.length;
  const code: number[] = [];
  let from = start;
  for (const { at, next } of accesses) {
    code.push(...module.subarray(from, at), ...number(at), 0x10, 0);
    from = next;
  }
  const looking = moduleOf(DECLARED, [...code, ...module.subarray(from, bodies[0].end)]);
  const met: [number, number][] = [];
  const look = (address: number, place: number): number => met.push([place, address]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(looking as BufferSource), {
    e: { l: look },
  });
  (exports.f as (...numbers: readonly number[]) => void)(...given);
  return met;
}

test.each(['for any parameters', 'for parameters that are pointers where they are taken for such'] as const)(
  'what is said of an address is true whenever it is used, %s',
  (kind) => {
    const trusting = kind === 'for parameters that are pointers where they are taken for such';
    let told = 0;
    fc.assert(
      fc.property(body, fc.array(fc.nat(50), { minLength: 2, maxLength: 2 }), (statements, given) => {
        const module = moduleOf(DECLARED, [...inside(statements, 0, 0), 0x0b]);
        expect(WebAssembly.validate(module as BufferSource)).toBe(true);
        const isLoad = (op: number): boolean => op === F64_LOAD;
        const question = { wanted: isLoad, trusting: trusting ? isLoad : () => false, width: 8 as const };
        const { accesses, pointers } = addressesOf(mapModule(module), 1, question);
        const places = new Map(accesses.map((access) => [access.at, access]));
        const numbers = given.map((one, slot) => (pointers.includes(slot) ? 8 * one : one));
        for (const [place, address] of addressesMet(module, accesses, numbers)) {
          const access = places.get(place);
          if (access === undefined) throw new Error('a load was passed over');
          expect((address + access.offset) & (access.modulus - 1)).toBe(access.residue);
          told += access.modulus > 1 ? 1 : 0;
        }
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(300);
  },
);
