import { describe, expect, test } from 'vitest';
import { get, I32, i32, moduleOf, set, type TestFunction, type TestModule } from '../testing/module-of.ts';
import { instrument } from './instrument.ts';

const BUDGET = 1n << 40n;
const IF = 0x04;
const VOID = 0x40;

/** Runs the exported function `f` of the instrumented module; its result and the fuel it used. */
function run(
  what: readonly TestFunction[] | TestModule,
  ...parameters: number[]
): { value: unknown; fuel: bigint } {
  const module: TestModule = 'functions' in what ? what : { functions: what };
  const { bytes } = instrument(moduleOf({ memory: [1], ...module }));
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource)).exports as Record<
    string,
    never
  >;
  const fuel = exports.__fuel as WebAssembly.Global;
  fuel.value = BUDGET;
  const value = (exports.f as (...values: number[]) => unknown)(...parameters);
  return { value, fuel: BUDGET - fuel.value };
}

const f = (code: readonly number[], locals: readonly number[] = []): TestFunction => ({
  name: 'f',
  parameters: [I32],
  results: [I32],
  locals,
  code,
});

/** local 1 counts up to the parameter; 7 instructions a round. */
const COUNTED_LOOP = [
  0x03,
  VOID,
  ...get(1),
  ...i32(1),
  0x6a,
  0x22,
  1,
  ...get(0),
  0x48,
  0x0d,
  0,
  0x0b,
  ...get(1),
];

describe('fuel is the number of executed instructions', () => {
  test('in straight code', () => {
    expect(run([f([...get(0), ...i32(2), 0x6c])], 21)).toEqual({ value: 42, fuel: 3n });
  });

  test('block, loop, else, end and nop are free', () => {
    expect(run([f([0x02, VOID, 0x01, 0x03, VOID, 0x01, 0x0b, 0x0b, ...get(0)])], 5)).toEqual({
      value: 5,
      fuel: 1n,
    });
  });

  test.each([1, 2, 10, 1000])('in a loop of %i rounds', (rounds) => {
    expect(run([f(COUNTED_LOOP, [I32])], rounds)).toEqual({ value: rounds, fuel: BigInt(7 * rounds + 1) });
  });

  test('on the arm that is taken', () => {
    const code = [...get(0), IF, I32, ...i32(7), 0x05, ...i32(1), ...i32(2), 0x6a, 0x0b];
    expect(run([f(code)], 1)).toEqual({ value: 7, fuel: 3n });
    expect(run([f(code)], 0)).toEqual({ value: 3, fuel: 5n });
  });

  test('of an if without else', () => {
    const code = [...get(0), IF, VOID, ...i32(9), ...set(0), 0x0b, ...get(0)];
    expect(run([f(code)], 1)).toEqual({ value: 9, fuel: 5n });
    expect(run([f(code)], 0)).toEqual({ value: 0, fuel: 3n });
  });

  test('up to a branch out of nested blocks', () => {
    const code = [
      0x02,
      VOID,
      0x02,
      VOID,
      ...get(0),
      0x0d,
      1,
      ...i32(1),
      ...set(0),
      0x0b,
      ...i32(5),
      ...set(0),
      0x0b,
      ...get(0),
    ];
    expect(run([f(code)], 3)).toEqual({ value: 3, fuel: 3n });
    expect(run([f(code)], 0)).toEqual({ value: 5, fuel: 7n });
  });

  test('through a branch table', () => {
    const code = [
      0x02,
      VOID,
      0x02,
      VOID,
      0x02,
      VOID,
      ...get(0),
      0x0e,
      2,
      0,
      1,
      2,
      0x0b,
      ...i32(10),
      0x0f,
      0x0b,
      ...i32(20),
      ...i32(1),
      0x6a,
      0x0f,
      0x0b,
      ...i32(30),
    ];
    expect(run([f(code)], 0)).toEqual({ value: 10, fuel: 4n });
    expect(run([f(code)], 1)).toEqual({ value: 21, fuel: 6n });
    expect(run([f(code)], 9)).toEqual({ value: 30, fuel: 3n });
  });

  test('in the functions that are called, and code after a return is never paid', () => {
    const twice: TestFunction = {
      parameters: [I32],
      results: [I32],
      code: [...get(0), ...get(0), 0x6a, 0x0f, 0x00],
    };
    expect(run([f([...get(0), 0x10, 1, 0x10, 1]), twice], 5)).toEqual({ value: 20, fuel: 3n + 2n * 4n });
  });

  test('of functions on a circle of calls that leads through a table', () => {
    // `g` returns at once here, but calls `h` through the table where its parameter is zero; `h` calls `g`.
    const g: TestFunction = {
      parameters: [I32],
      results: [I32],
      code: [0x02, I32, ...i32(7), ...get(0), 0x0d, 0, 0x1a, ...i32(0), 0x11, 1, 0, 0x0b],
    };
    const h: TestFunction = { results: [I32], code: [...i32(12), 0x10, 0] };
    const functions = [g, h, f([0x10, 1, 0x10, 1, 0x6a])];
    expect(run({ functions, table: [1] }, 0)).toEqual({ value: 14, fuel: BigInt(3 + 2 * (2 + 3)) });
  });

  test('and an eighth of the bytes that a bulk instruction moves', () => {
    const code = [...i32(0), ...i32(1), ...get(0), 0xfc, 11, 0, ...i32(0)];
    expect(run([f(code)], 800)).toEqual({ value: 0, fuel: 5n + 100n });
    expect(run([f(code)], 7)).toEqual({ value: 0, fuel: 5n });
  });
});
