import { encodeRow, ITEM_STATUS } from '@manyhands/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CompiledKernel, compileHere } from '../compile/compile.ts';
import { type InstrumentOptions, instrument } from '../instrument/instrument.ts';
import { get, I32, I64, i32, moduleOf } from '../testing/module-of.ts';
import { carefulTwin, factsOf, isFast } from './build.ts';
import { instantiate, type Kernel } from './kernel.ts';

const CAP = 10_000_000n;
const PAGES = 64;

const VARIANTS: readonly InstrumentOptions[] = [
  { nan: 'lazy' },
  { smallPages: 2 },
  { nan: 'lazy', smallPages: 2 },
  { nan: 'absent' },
  { nan: 'absent', smallPages: 2 },
];
const nameOf = ({ nan = 'strict', smallPages = 0 }: InstrumentOptions): string =>
  `${nan}, ${smallPages} pages`;

function kernelOf(wasm: Uint8Array, options: InstrumentOptions = {}, datasets: Uint8Array[] = []): Kernel {
  const { bytes } = instrument(wasm, { memoryPages: PAGES, ...options });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets });
}

/** Stores floats, some of them NaNs, grows its memory, reads floats as integers, recurses and throws, as its input says. */
const SOURCE = `
  function deep(n: i32): i32 { return n <= 0 ? 0 : 1 + deep(n - 1); }
  class Out { a: f64 = 0; b: f64 = 0; c: f64 = 0; bits: f64 = 0; far: f64 = 0; depth: f64 = 0; }
  export function f(x: f64, y: f64, what: i32, n: i32): Out {
    const floats = new Float64Array(3);
    floats[0] = x / y;
    floats[1] = Math.sqrt(x) - y;
    floats[2] = x * y + floats[0];
    const out = new Out();
    if (what & 1) out.bits = <f64>load<u32>(floats.dataStart + (n % 6) * 4);
    if (what & 2) { const more = new Uint8Array(n); more[n - 1] = 7; out.far = more[n >> 1] + memory.size(); }
    if (what & 4) out.depth = deep(n);
    if (what & 8) store<i32>(n * 16, load<i32>(n * 16) + 1);
    if (what & 16) throw new Error("asked to");
    if (what & 32) { out.a = floats[0]; out.b = floats[1]; out.c = floats[2]; }
    return out;
  }`;

let compiled: CompiledKernel;
beforeAll(async () => {
  compiled = await compileHere(SOURCE);
});
const row = (what: number, x: number, y: number, n: number): Uint8Array =>
  encodeRow(compiled.schema.inputs, [x, y, what, n]);

test('[KR2] every fast build gives the bytes, fuel and status of the careful one, for any items in any order', () => {
  const careful = kernelOf(compiled.wasm);
  const fast = VARIANTS.map((options) => kernelOf(compiled.wasm, options));
  const float = fc.oneof(fc.constantFrom(0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NaN), fc.double());
  const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5_000_000 }));
  const cap = fc.oneof({ weight: 4, arbitrary: fc.constant(CAP) }, fc.bigInt({ min: 0n, max: 3000n }));
  const statuses = new Set<number>();
  fc.assert(
    fc.property(fc.nat(63), float, float, size, cap, (what, x, y, n, fuelCap) => {
      const expected = careful.runItem(row(what, x, y, n), fuelCap);
      statuses.add(expected.status);
      for (const kernel of fast) expect(kernel.runItem(row(what, x, y, n), fuelCap)).toEqual(expected);
    }),
    { numRuns: 600 },
  );
  expect([...statuses].sort()).toEqual([0, 1, 2]);
  for (const kernel of fast) {
    expect(kernel.reruns).toBeGreaterThan(0);
    expect(kernel.reruns).toBeLessThan(600);
  }
});

test('[KR2] calls may nest equally deep in all builds', () => {
  const builds = [{}, { hooked: true }, ...VARIANTS].map((options) => kernelOf(compiled.wasm, options));
  const statusOf = (kernel: Kernel, depth: number): number => kernel.runItem(row(4, 1, 2, depth), CAP).status;
  let [possible, impossible] = [0, 100_000];
  while (impossible - possible > 1) {
    const depth = (possible + impossible) >> 1;
    if (statusOf(builds[0], depth) === ITEM_STATUS.ok) possible = depth;
    else impossible = depth;
  }
  expect(possible).toBeGreaterThan(100);
  for (const kernel of builds)
    expect([possible, impossible].map((depth) => statusOf(kernel, depth))).toEqual([
      ITEM_STATUS.ok,
      ITEM_STATUS.trap,
    ]);
});

describe.each(VARIANTS.map((options) => [nameOf(options), options] as const))(
  'a fast build: %s',
  (_, options) => {
    test('carries the careful one, and is used as long as its assumptions hold', () => {
      const { bytes } = instrument(compiled.wasm, { memoryPages: PAGES, ...options });
      const module = new WebAssembly.Module(bytes as BufferSource);
      expect(isFast(factsOf(module))).toBe(true);
      expect(factsOf(carefulTwin(module))).toMatchObject({ nan: 'strict', smallPages: null, pages: PAGES });
      const kernel = kernelOf(compiled.wasm, options);
      for (let round = 0; round < 3; round++) kernel.runItem(row(33, 1, 2, 3), CAP);
      expect(kernel.reruns).toBe(0);
    });

    test('its careful twin can be asked for alone', () => {
      const { bytes } = instrument(compiled.wasm, { memoryPages: PAGES, ...options });
      const module = new WebAssembly.Module(bytes as BufferSource);
      const kernel = instantiate(module, { datasets: [], twin: 'careful' });
      expect(kernel.runItem(row(32, 0, 0, 3), CAP)).toEqual(
        kernelOf(compiled.wasm).runItem(row(32, 0, 0, 3), CAP),
      );
      expect(kernel.reruns).toBe(0);
    });
  },
);

describe('a small memory', () => {
  const SMALL = { smallPages: 2 };

  test('that an item outgrows is left for the large one', () => {
    const kernel = kernelOf(compiled.wasm, SMALL);
    const careful = kernelOf(compiled.wasm);
    for (const n of [100, 3_000_000, 100, 200_000]) {
      const before = kernel.reruns;
      expect(kernel.runItem(row(2, 1, 2, n), CAP)).toEqual(careful.runItem(row(2, 1, 2, n), CAP));
      expect(kernel.reruns - before).toBe(n > 100_000 ? 1 : 0);
    }
  });

  test('is not outgrown by a growth that nobody uses', async () => {
    const { wasm, schema } = await compileHere(
      'export function f(n: i32): i32 { return memory.grow(n) * 1000 + memory.size(); }',
    );
    const kernel = kernelOf(wasm, SMALL);
    const careful = kernelOf(wasm);
    for (const n of [0, 1, 63, 64, -1]) {
      const input = encodeRow(schema.inputs, [n]);
      expect(kernel.runItem(input, CAP)).toEqual(careful.runItem(input, CAP));
    }
    expect(kernel.reruns).toBe(0);
  });

  test('shows nothing of what an item wrote anywhere to the next', () => {
    const kernel = kernelOf(compiled.wasm, SMALL);
    const item = (n: number) => kernel.runItem(row(8, 1, 2, n), CAP);
    const first = item(7000);
    expect(first.status).toBe(ITEM_STATUS.ok);
    for (const n of [7000, 0, 8191, 8192, 7000]) item(n);
    expect(item(7000)).toEqual(first);
    expect(kernel.reruns).toBe(1);
  });

  test('into which the datasets do not fit serves nothing', async () => {
    const { wasm, schema } = await compileHere(
      'import { Dataset } from "manyhands"; export function f(d: Dataset, n: i32): u8 { return d[n]; }',
    );
    const dataset = new Uint8Array(1_000_000).fill(9);
    const input = encodeRow(schema.inputs, [999_999]);
    const kernel = kernelOf(wasm, SMALL, [dataset]);
    expect(kernel.runItem(input, CAP)).toEqual(kernelOf(wasm, {}, [dataset]).runItem(input, CAP));
    expect(() => kernelOf(compiled.wasm, SMALL, [dataset])).toThrow(
      expect.objectContaining({ code: 'KERNEL_INVALID' }),
    );
  });

  test('of a module that gets a fresh instance for each item works too', () => {
    const drop = [0xfc, 9, 0];
    const count = [...i32(90_000), ...i32(90_000), 0x28, 2, 0, ...get(1), 0x6a, 0x36, 2, 0];
    const functions = [
      { name: 'alloc', parameters: [I32], results: [I32], code: i32(64) },
      { name: 'run', parameters: [I32, I32], results: [I64], code: [...count, ...drop, 0x42, 4] },
    ];
    const wasm = moduleOf({ memory: [2], functions, passive: ['x'] });
    const kernel = kernelOf(wasm, { smallPages: 2 });
    expect(kernel.facts).toMatchObject({ reset: 'instance', smallPages: 2 });
    for (const length of [1, 2, 1])
      expect(kernel.runItem(new Uint8Array(length), CAP)).toEqual(
        kernelOf(wasm).runItem(new Uint8Array(length), CAP),
      );
  });
});
