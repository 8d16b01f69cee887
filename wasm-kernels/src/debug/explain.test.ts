import { encodeRow, type FailureCode, type Value } from '@manyhands/protocol';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compileHere } from '../compile/compile.ts';
import { type KernelSymbols, symbolsOf } from '../compile/source-map.ts';
import { instrument } from '../instrument/instrument.ts';
import { instantiate } from '../runtime/kernel.ts';
import { explainItems } from './explain.ts';
import { profileItems } from './profile.ts';

// Compiling twice and optimising take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const SOURCE = `
class Deep { constructor(public n: i32) {} }
function inner(a: Int32Array, i: i32): i32 {
  console.log("i is " + i.toString());
  if (i > 5) throw new Error("too large: " + i.toString());
  return 100 / (a[i] - 2);
}
function deep(n: i32): i32 {
  return n <= 0 ? 1 : deep(n - 1) + deep(n - 2);
}
export function f(a: Int32Array, n: i32, mode: i32): i32 {
  if (mode == 1) unreachable();
  if (mode == 2) return deep(100000000);
  if (mode == 3) return new Uint8Array(900000000)[n];
  if (mode == 4) return load<i32>(n);
  if (mode == 5) { const g = changetype<(x: i32) => i32>(changetype<usize>(a)); return g(n); }
  if (mode == 6) return n / (n - n + a[0]);
  if (mode == 7) while (true) { n = n * 3 + 1; store<i32>(8, n); }
  if (mode == 8) return deep(12);
  trace("begins", 2, n, mode);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += inner(a, i);
  return sum;
}
`;
const FUEL_CAP = 5_000_000n;
/** Counting from 1. */
const lineWith = (text: string): number => SOURCE.split('\n').findIndex((line) => line.includes(text)) + 1;

let wasm: Uint8Array;
let symbols: KernelSymbols;
let row: (...values: Value[]) => Uint8Array;

beforeAll(async () => {
  const compiled = await compileHere(SOURCE);
  wasm = compiled.wasm;
  row = (...values) => encodeRow(compiled.schema.inputs, values);
  symbols = await symbolsOf(SOURCE, 'lines');
});

const explain = (input: Uint8Array, how = {}) =>
  explainItems({
    wasm,
    symbols,
    memoryPages: undefined,
    datasets: [],
    inputs: [input],
    fuelCap: FUEL_CAP,
    ...how,
  })[0];
const numbers = (...list: number[]): Int32Array => Int32Array.from(list);

describe('[FR1] why an item failed is told apart, with the line where it did', () => {
  const cases: readonly [string, FailureCode, () => Uint8Array, string][] = [
    ['a quotient by zero', 'DIVIDE_BY_ZERO', () => row(numbers(1, 2, 3), 3, 0), 'return 100 /'],
    ['an exception', 'ABORTED', () => row(numbers(0, 0, 0, 0, 0, 0, 0), 7, 0), 'throw new Error'],
    ['an index out of an array', 'ABORTED', () => row(numbers(1, 3), 3, 0), 'return 100 /'],
    ['unreachable code', 'UNREACHABLE', () => row(numbers(), 0, 1), 'unreachable()'],
    ['calls too deep', 'CALLS_TOO_DEEP', () => row(numbers(), 0, 2), 'deep(n - 1)'],
    ['more memory than there is', 'MEMORY_CAP', () => row(numbers(), 0, 3), '900000000'],
    ['an address out of memory', 'OUT_OF_BOUNDS', () => row(numbers(), -5, 4), 'load<i32>'],
    ['a call of what is no function', 'INDIRECT_CALL', () => row(numbers(7777), 0, 5), 'g(n)'],
    ['the lowest number by −1', 'INTEGER_OVERFLOW', () => row(numbers(-1), -(2 ** 31), 6), 'n / (n - n'],
    ['a loop without end', 'FUEL_EXHAUSTED', () => row(numbers(), 1, 7), 'while (true)'],
  ];
  it.each(cases)('%s', (_, code, input, text) => {
    const { cause, status, fuel } = explain(input());
    expect(cause?.code).toBe(code);
    expect(cause?.stack.map(({ file, line }) => `${file}:${line}`)).toContain(`kernel.ts:${lineWith(text)}`);
    // As the build that devices run has it.
    const build = new WebAssembly.Module(instrument(wasm).bytes as BufferSource);
    const answer = instantiate(build, { datasets: [] }).runItem(input(), FUEL_CAP);
    expect({ status, fuel }).toEqual({ status: answer.status, fuel: answer.fuel });
  });

  it('with every call as it was written', () => {
    const { cause } = explain(row(numbers(1, 3), 3, 0));
    expect(cause?.stack.map(({ name, file, line }) => [name, file, line])).toEqual([
      ['Int32Array#__get', '~lib/typedarray.ts', expect.any(Number)],
      ['inner', 'kernel.ts', lineWith('return 100 /')],
      ['f', 'kernel.ts', lineWith('inner(a, i);')],
    ]);
  });

  it('without a source map, by the number of the function', () => {
    const { cause } = explain(row(numbers(1, 2, 3), 3, 0), { symbols: null });
    expect(cause).toMatchObject({ code: 'DIVIDE_BY_ZERO', message: 'divide by zero' });
    expect(cause?.stack[0]).toMatchObject({
      name: expect.stringMatching(/^function \d+$/),
      file: null,
      line: null,
    });
  });
});

it('[KR3] what a kernel prints is heard where it is looked at, and costs the same fuel on every device', () => {
  const input = row(numbers(1, 3, 4), 2, 0);
  const { printed, ...item } = explain(input);
  expect(printed).toEqual(['trace: begins 2, 0', 'i is 0', 'i is 1']);
  for (const options of [{}, { smallPages: 16 }, { hooked: true }]) {
    const build = instrument(wasm, options);
    const answer = instantiate(new WebAssembly.Module(build.bytes as BufferSource), { datasets: [] });
    expect(answer.runItem(input, FUEL_CAP)).toEqual({
      status: item.status,
      fuel: item.fuel,
      output: item.output,
    });
  }
});

it('[KR3] of what an item prints so much is kept as somebody may want to read', async () => {
  const { wasm, schema } = await compileHere(
    'export function f(n: i32): i32 { for (let i = 0; i < n; i++) console.log("x".repeat(600)); return n; }',
  );
  const input = encodeRow(schema.inputs, [1000]);
  const { printed } = explain(input, { wasm, symbols: null });
  expect(printed).toHaveLength(101);
  expect(printed[0]).toHaveLength(500);
  expect(printed.at(-1)).toBe('… and 900 more lines');
});

it('[KR4] a profile adds up to the fuel of its items, by functions and by lines', () => {
  const inputs = [row(numbers(1, 3, 4), 3, 0), row(numbers(), 0, 8), row(numbers(), 0, 1)];
  const build = new WebAssembly.Module(instrument(wasm).bytes as BufferSource);
  const answers = inputs.map((input) => instantiate(build, { datasets: [] }).runItem(input, FUEL_CAP));
  const profile = profileItems({
    wasm,
    symbols,
    memoryPages: undefined,
    datasets: [],
    inputs,
    fuelCap: FUEL_CAP,
  });
  expect(profile).toMatchObject({ items: 2, failed: 1, host: 0n, fuel: answers[0].fuel + answers[1].fuel });
  const sum = (list: readonly bigint[]): bigint => list.reduce((a, b) => a + b, 0n);
  expect(sum(profile.functions.map(({ self }) => self))).toBe(profile.fuel);
  expect(sum(profile.written.map(({ self }) => self))).toBe(profile.fuel);
  // It was inlined into the kernel, and yet counts for itself.
  expect(profile.written.find(({ name }) => name === 'inner')).toMatchObject({
    file: 'kernel.ts',
    line: expect.any(Number),
  });
  const [first] = profile.functions;
  expect(first).toMatchObject({ name: 'deep', file: 'kernel.ts', total: first.self });
  // Calls of the recursion are counted each, and its fuel once.
  expect(first.calls).toBeGreaterThan(300n);
  const kernel = profile.functions.find(({ name }) => name === 'kernel');
  expect(kernel).toMatchObject({ calls: 2n, total: profile.fuel });
  expect(profile.lines[0]).toMatchObject({ file: 'kernel.ts', line: lineWith('deep(n - 1)') });
  const byLines = sum(profile.lines.map(({ fuel }) => fuel));
  expect(Number(byLines) / Number(profile.fuel)).toBeGreaterThan(0.99);
  expect(byLines <= profile.fuel).toBe(true);
});
