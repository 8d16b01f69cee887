import { decodeRow, encodeRow } from '@manyhands/protocol';
import { describe, expect, test } from 'vitest';
import { instrument } from '../instrument/instrument.ts';
import { instantiate } from '../runtime/kernel.ts';
import { compileHere } from './compile.ts';

const schemaOf = async (source: string) => (await compileHere(source)).schema;
const refusalOf = async (
  source: Parameters<typeof compileHere>[0],
): Promise<{ code: string; message: string; details: never }> => {
  try {
    await compileHere(source);
  } catch (error) {
    return error as never;
  }
  throw new Error('it compiled');
};

describe('a schema', () => {
  test('comes from the types and comments of the exported function', async () => {
    const schema = await schemaOf(`
      import { Dataset } from "manyhands";
      /** What is found. */
      export class Found {
        /** How often. */
        count: u32 = 0;
        label: string = "";
        trace: Float32Array | null = null;
        private hidden: i32 = 0;
        static total: i32 = 0;
        get twice(): u32 { return this.count * 2; }
      }
      /**
       * Finds things.
       * @param genome all of it
       * @param threshold at least
       *   this much
       */
      export function find(genome: Dataset, threshold: f64, name: string | null): Found { return new Found(); }
    `);
    expect(schema).toEqual({
      name: 'find',
      doc: 'Finds things.',
      datasets: [{ name: 'genome', doc: 'all of it' }],
      inputs: [
        { name: 'threshold', type: 'f64', optional: false, doc: 'at least this much' },
        { name: 'name', type: 'string', optional: true, doc: '' },
      ],
      outputs: [
        { name: 'count', type: 'u32', optional: false, doc: 'How often.' },
        { name: 'label', type: 'string', optional: false, doc: '' },
        { name: 'trace', type: 'Float32Array', optional: true, doc: '' },
      ],
    });
  });

  test('has one column “result” for a plain value', async () => {
    const schema = await schemaOf('export function f(x: u64): Int16Array { return new Int16Array(<i32>x); }');
    expect(schema.outputs).toEqual([{ name: 'result', type: 'Int16Array', optional: false, doc: '' }]);
  });

  test('has only optional columns where the whole class may be null', async () => {
    const schema = await schemaOf(
      'export class P { x: i32 = 0; y: f32 = 0; } export function f(a: i32): P | null { return null; }',
    );
    expect(schema.outputs.map(({ optional }) => optional)).toEqual([true, true]);
  });

  test('follows aliases, base classes and other files', async () => {
    const { schema } = await compileHere({
      entry: 'main.ts',
      files: {
        'main.ts':
          'import { Point } from "./shapes/point"; type Bases = string; export function f(a: Bases): Point { return new Point(); }',
        'shapes/point.ts':
          'export class Base { x: i32 = 0; } export class Point extends Base { y: i32 = 0; }',
      },
    });
    expect(schema.inputs[0].type).toBe('string');
    expect(schema.outputs.map(({ name }) => name)).toEqual(['x', 'y']);
  });
});

describe('several exported functions', () => {
  const files = {
    'many.ts':
      'export function f(x: i32): i32 { return x; } function hidden(x: i32): i32 { return x * 7; } export { hidden as g }; export const E: f64 = 2.7;',
  };

  test.each([
    ['f', 3],
    ['g', 21],
  ])('%s is the kernel if it is named, also under another name than its own', async (chosen, result) => {
    const { wasm, schema } = await compileHere({ entry: 'many.ts', export: chosen, files });
    expect(schema.name).toBe(chosen);
    const kernel = instantiate(new WebAssembly.Module(instrument(wasm).bytes as BufferSource), {
      datasets: [],
    });
    expect(decodeRow(schema.outputs, kernel.runItem(encodeRow(schema.inputs, [3]), 1000n).output)).toEqual([
      result,
    ]);
  });

  test('[SE1] a name that is not exported is refused with those that are', async () => {
    expect(await refusalOf({ entry: 'many.ts', export: 'h', files })).toMatchObject({
      code: 'KERNEL_SIGNATURE',
      message: 'many.ts:1: no function is exported as h (there are f, g)',
    });
  });
});

test('packages that came along are imported by name, folders of them too', async () => {
  const { schema } = await compileHere({
    entry: 'kernel.ts',
    files: {
      'kernel.ts':
        'import { Sum } from "@some/sums/assembly"; export function f(x: i32): Sum { return new Sum(x); }',
      'node_modules/@some/sums/assembly/index.ts': 'export { Sum } from "./parts";',
      'node_modules/@some/sums/assembly/parts/index.ts':
        'import { one } from "../one"; export class Sum { sum: i32; constructor(x: i32) { this.sum = x + one(); } }',
      'node_modules/@some/sums/assembly/one.ts': 'export function one(): i32 { return 1; }',
    },
  });
  expect(schema.outputs.map(({ name }) => name)).toEqual(['sum']);
  expect(
    await refusalOf('import { f } from "nowhere"; export function g(): i32 { return f(); }'),
  ).toMatchObject({
    code: 'KERNEL_COMPILE_FAILED',
    message: expect.stringContaining('nowhere'),
  });
});

test('[KR2] Math.random follows from the item’s row, whatever ran before it', async () => {
  const source =
    'export function f(x: i32, y: f32): f64 { Math.random(); return Math.random() + Mathf.random(); }';
  const { wasm, schema } = await compileHere(source);
  const module = new WebAssembly.Module(instrument(wasm).bytes as BufferSource);
  const kernel = instantiate(module, { datasets: [] });
  const drawn = (x: number, y: number) => kernel.runItem(encodeRow(schema.inputs, [x, y]), 10_000n).output;
  const first = drawn(1, 0);
  expect(new Set([first, drawn(2, 0), drawn(1, 1), drawn(256, 0)].map(String)).size).toBe(4);
  expect(drawn(1, 0)).toEqual(first);
});

test('the same source gives the same bytes', async () => {
  const source = 'export function f(a: i32): i32 { return a + 1; }';
  expect((await compileHere(source)).hash).toBe((await compileHere(source)).hash);
});

describe('[SE1] what is no kernel is refused with its line', () => {
  const cases: readonly [string, string, number, RegExp][] = [
    ['nothing exported', 'function f(): i32 { return 1; }', 1, /exports none/],
    [
      'two functions',
      'export function f(): i32 { return 1; }\nexport function g(): i32 { return 1; }',
      2,
      /exports f, g \(choose one/,
    ],
    ['a generic function', 'export function f<T>(a: T): i32 { return 1; }', 1, /generic/],
    ['a result of void', '\nexport function f(a: i32): void {}', 2, /returns its result/],
    [
      'an array of no fixed layout',
      'export function f(\n  a: Array<i32>): i32 { return 1; }',
      2,
      /typed array/,
    ],
    [
      'a class as input',
      'class P { x: i32 = 0; }\nexport function f(a: P): i32 { return 1; }',
      2,
      /cannot be a column/,
    ],
    ['a width that is not fixed', 'export function f(a: usize): i32 { return 1; }', 1, /u32/],
    ['an optional parameter', 'export function f(a: i32 = 3): i32 { return 1; }', 1, /T \| null/],
    [
      'a field of another class',
      'class Q {}\nclass P {\n  q: Q = new Q();\n}\nexport function f(a: i32): P { return new P(); }',
      3,
      /field q/,
    ],
    [
      'a class without fields',
      'class P {}\nexport function f(a: i32): P { return new P(); }',
      2,
      /no fields/,
    ],
  ];
  test.each(cases)('%s', async (_, source, line, message) => {
    const refusal = await refusalOf(source);
    expect(refusal).toMatchObject({
      code: 'KERNEL_SIGNATURE',
      details: { diagnostics: [{ file: 'kernel.ts', line }] },
    });
    expect(refusal.message).toMatch(message);
  });
});

describe('[SE1] what does not compile is refused with file, line, column and hint', () => {
  const failures: readonly [string, string, object][] = [
    ['a syntax error', 'export function f(a: i32): i32 {\n  return a +;\n}', { line: 2 }],
    ['a type error', 'export function f(a: i32): i32 {\n  return "a";\n}', { line: 2, column: 10 }],
    [
      'a number where text is wanted',
      'export function f(a: i32): string {\n  return a;\n}',
      {
        line: 2,
        message: "Type 'i32' is not assignable to type 'string'.",
        hint: expect.stringContaining('toString()'),
      },
    ],
    [
      'a fraction where a whole number is wanted',
      'export function f(a: f64): i32 {\n  return a;\n}',
      { line: 2, hint: expect.stringContaining('<i32>x') },
    ],
    [
      'a clock',
      'export function f(a: i32): f64 {\n  return fetch(a);\n}',
      { line: 2, hint: expect.stringContaining('nothing but its input') },
    ],
    ['an unknown type', 'export function f(a: nothing): i32 { return 1; }', { line: 1, column: 22 }],
    [
      'a field without a first value',
      'class P { s: string; }\nexport function f(a: i32): P { return new P(); }',
      { line: 1, hint: expect.stringContaining('first value') },
    ],
    [
      'a file that is not there',
      'import { g } from "./other";\nexport function f(a: i32): i32 { return g(a); }',
      { hint: expect.stringContaining('only its own files') },
    ],
  ];
  test.each(failures)('%s', async (_, source, expected) => {
    const refusal = await refusalOf(source);
    expect(refusal.code).toBe('KERNEL_COMPILE_FAILED');
    const [first] = (refusal.details as { diagnostics: object[] }).diagnostics;
    expect(first).toMatchObject({ message: expect.any(String), ...expected });
  });

  test('a project without its entry, or with paths that lead out of it', async () => {
    const text = 'export function f(a: i32): i32 { return a; }';
    expect(await refusalOf({ entry: 'b.ts', files: { 'a.ts': text } })).toMatchObject({
      code: 'KERNEL_COMPILE_FAILED',
    });
    for (const path of ['../a.ts', '/etc/a.ts', 'a/../../b.ts', 'a.js', '__manyhands__/wrapper.ts'])
      expect(await refusalOf({ entry: path, files: { [path]: text } })).toMatchObject({
        code: 'KERNEL_COMPILE_FAILED',
      });
  });
});

test('random numbers of manyhands/philox are those that Random123 publishes', async () => {
  const { wasm, schema } = await compileHere(`
    import { Philox } from "manyhands/philox";
    export function words(key: Uint32Array, counter: Uint32Array): Uint32Array {
      const random = new Philox(key[0], key[1]);
      random.draw(counter[0], counter[1], counter[2], counter[3]);
      const found = new Uint32Array(6);
      found[0] = random.word0; found[1] = random.word1; found[2] = random.word2; found[3] = random.word3;
      // The same words as fractions: of the first counter 0, then of the next.
      random.begin(counter[0]);
      for (let i = 0; i < 4; i++) found[4] = <u32>Math.floor(random.next() * 4294967296.0);
      found[5] = <u32>Math.floor(random.next() * 4294967296.0);
      return found;
    }`);
  const kernel = instantiate(new WebAssembly.Module(instrument(wasm).bytes as BufferSource), {
    datasets: [],
  });
  const draw = (key: readonly number[], counter: readonly number[]): number[] => {
    const row = encodeRow(schema.inputs, [Uint32Array.from(key), Uint32Array.from(counter)]);
    const { output } = kernel.runItem(row, 1_000_000n);
    return Array.from(decodeRow(schema.outputs, output)[0] as Uint32Array);
  };
  // kat_vectors of Random123: counter, key, words.
  const zeros = draw([0, 0], [0, 0, 0, 0]);
  expect(zeros.slice(0, 4)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  expect(zeros[4]).toBe(zeros[3]);
  expect(zeros[5]).toBe(draw([0, 0], [0, 1, 0, 0])[0]);
  const most = 0xffffffff;
  expect(draw([most, most], [most, most, most, most]).slice(0, 4)).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ]);
  const digits = draw([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]);
  expect(digits.slice(0, 4)).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
});
