import { decodeRow, encodeRow, ITEM_STATUS, type KernelSchema, LIMITS } from '@manyhands/protocol';
import { describe, expect, test } from 'vitest';
import { compileHere } from '../compile/compile.ts';
import { instrument } from '../instrument/instrument.ts';
import { F64, get, I32, I64, i32, moduleOf, set, type TestFunction } from '../testing/module-of.ts';
import { checkBuild, compileBuild } from './build.ts';
import { instantiate, type Kernel } from './kernel.ts';

const CAP = 1_000_000n;

async function kernelOf(
  source: string,
  datasets: readonly Uint8Array[] = [],
): Promise<{ kernel: Kernel; schema: KernelSchema }> {
  const { wasm, schema } = await compileHere(source);
  const { bytes } = instrument(wasm, { memoryPages: 32 });
  return { kernel: instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets }), schema };
}

/** A kernel of the bytes ABI whose `run` is these instructions. */
function bareKernel(
  code: readonly number[],
  more: { alloc?: readonly number[]; segments?: readonly string[] } = {},
): Kernel {
  const functions: TestFunction[] = [
    { name: 'alloc', parameters: [I32], results: [I32], code: more.alloc ?? i32(64) },
    { name: 'run', parameters: [I32, I32], results: [I64], code },
  ];
  const { bytes } = instrument(moduleOf({ memory: [1], functions, passive: more.segments ?? [] }), {
    memoryPages: 1,
  });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
}

const lebOf = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 64n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
};

const LEAKY = `
  import { Dataset } from "manyhands";
  let calls: i32 = 0;
  let total: f64 = 0.5;
  const seen = new Array<i32>();
  export function f(shared: Dataset, x: i32): f64 {
    calls++;
    total += x;
    for (let i = 0; i < x; i++) seen.push(x);
    shared[0] += 1;
    return total + calls * 1000 + seen.length * 100000 + shared[0] * 10000000;
  }`;

describe('[KR2] an item depends on nothing but its input', () => {
  test('whatever ran before in the instance: globals, heap and datasets are as new', async () => {
    const { kernel, schema } = await kernelOf(LEAKY, [Uint8Array.of(7, 7, 7)]);
    const input = (x: number): Uint8Array => encodeRow(schema.inputs, [x]);
    const first = kernel.runItem(input(3), CAP);
    expect(decodeRow(schema.outputs, first.output)).toEqual([3.5 + 1000 + 300000 + 80000000]);
    for (const other of [0, 50, 3, 900]) {
      kernel.runItem(input(other), CAP);
      expect(kernel.isClean()).toBe(true);
      expect(kernel.runItem(input(3), CAP)).toEqual(first);
    }
  });

  test('also after items that trapped or ran out of fuel', async () => {
    const { kernel, schema } = await kernelOf(LEAKY, [Uint8Array.of(7)]);
    const input = encodeRow(schema.inputs, [5]);
    const first = kernel.runItem(input, CAP);
    expect(kernel.runItem(input, 20n).status).toBe(ITEM_STATUS.exhausted);
    expect(kernel.runItem(new Uint8Array(), CAP).status).toBe(ITEM_STATUS.trap);
    expect(kernel.runItem(input, CAP)).toEqual(first);
  });

  test('also where a kernel keeps things in memory that it did not allocate, and clears them again', async () => {
    const { kernel, schema } = await kernelOf(`
      const HIDDEN: usize = 2_000_000;
      export function f(x: i32): i32 {
        const before = load<i32>(HIDDEN);
        store<i32>(HIDDEN, before ? 0 : x);
        memory.copy(HIDDEN + 4096, HIDDEN, 4);
        return x + before;
      }`);
    for (const x of [5, 6, 7, 8])
      expect(decodeRow(schema.outputs, kernel.runItem(encodeRow(schema.inputs, [x]), CAP).output)).toEqual([
        x,
      ]);
  });

  // Adds one to address 500 and gives the four bytes there.
  const COUNT_UP = [...i32(500), ...i32(500), 0x28, 2, 0, ...i32(1), 0x6a, 0x36, 2, 0];
  const GIVE_COUNT = [0x42, ...lebOf((500n << 32n) | 4n)];

  test('also in modules that were not made by our compiler', () => {
    const kernel = bareKernel([...COUNT_UP, ...GIVE_COUNT]);
    expect(kernel.facts.reset).toBe('restore');
    for (let round = 0; round < 3; round++)
      expect(kernel.runItem(new Uint8Array(), CAP).output).toEqual(Uint8Array.of(1, 0, 0, 0));
  });

  test('and a module whose state cannot be put back gets a fresh instance each time', () => {
    const drop = [0xfc, 9, 0];
    const kernel = bareKernel([...COUNT_UP, ...drop, ...GIVE_COUNT], { segments: ['x'] });
    expect(kernel.facts.reset).toBe('instance');
    for (let round = 0; round < 3; round++)
      expect(kernel.runItem(new Uint8Array(), CAP).output).toEqual(Uint8Array.of(1, 0, 0, 0));
  });
});

describe('fuel', () => {
  test('an item that fits its cap exactly ends well, one less is exhausted, at any point', async () => {
    const { kernel, schema } = await kernelOf(
      'export function f(n: i32): i32 { let sum = 0; for (let i = 0; i < n; i++) sum += i * sum; return sum; }',
    );
    const input = encodeRow(schema.inputs, [9]);
    const { fuel } = kernel.runItem(input, CAP);
    expect(kernel.runItem(input, fuel).status).toBe(ITEM_STATUS.ok);
    for (let cap = 0n; cap < fuel; cap++)
      expect(kernel.runItem(input, cap)).toEqual({
        status: ITEM_STATUS.exhausted,
        fuel: cap,
        output: new Uint8Array(),
      });
  });

  test('a trap, however late, is charged the cap and gives nothing', async () => {
    const { kernel, schema } = await kernelOf(
      'export function f(n: i32): i32 { for (let i = 0; i < n; i++) if (i == 99) throw new Error("late"); return n; }',
    );
    expect(kernel.runItem(encodeRow(schema.inputs, [100]), CAP)).toEqual({
      status: ITEM_STATUS.trap,
      fuel: CAP,
      output: new Uint8Array(),
    });
    expect(kernel.lastFailure).toBe('late at kernel.ts:1:75');
  });

  test('memory grows within its cap, for each item anew, and to use it up is a trap', async () => {
    const { kernel, schema } = await kernelOf(
      'export function f(n: i32): i32 { const before = memory.grow(n); return before * 1000 + memory.size(); }',
    );
    const sizes = (n: number) =>
      decodeRow(schema.outputs, kernel.runItem(encodeRow(schema.inputs, [n]), CAP).output);
    for (let round = 0; round < 2; round++) {
      expect(sizes(0)).toEqual([1001]);
      expect(sizes(31)).toEqual([1032]);
      for (const tooMany of [32, 2 ** 31 - 1, -1]) expect(sizes(tooMany)).toEqual([-1000 + 1]);
    }
    const { kernel: greedy, schema: columns } = await kernelOf(
      'export function f(n: i32): i32 { return new Uint8Array(n).length; }',
    );
    const allocate = (n: number) => greedy.runItem(encodeRow(columns.inputs, [n]), CAP);
    expect(decodeRow(columns.outputs, allocate(2_000_000).output)).toEqual([2_000_000]);
    expect(allocate(2_100_000).status).toBe(ITEM_STATUS.trap);
    expect(allocate(1 << 26).status).toBe(ITEM_STATUS.trap);
  });
});

describe('[SE1] a hostile module harms nobody', () => {
  test('what it says lies outside of its memory is a trap', () => {
    const trapped = { status: ITEM_STATUS.trap, fuel: CAP, output: new Uint8Array() };
    expect(bareKernel([0x42, ...lebOf((65530n << 32n) | 100n)]).runItem(new Uint8Array(), CAP)).toEqual(
      trapped,
    );
    expect(bareKernel([0x42, 0], { alloc: i32(-1) }).runItem(Uint8Array.of(1), CAP)).toEqual(trapped);
    expect(bareKernel([0x42, 0], { alloc: [0x00] }).runItem(Uint8Array.of(1), CAP)).toEqual(trapped);
  });

  test('an output longer than allowed is a trap', async () => {
    const source = `export function f(n: i32): Uint8Array { return new Uint8Array(n); }`;
    const { wasm, schema } = await compileHere(source);
    const kernel = instantiate(new WebAssembly.Module(instrument(wasm).bytes as BufferSource), {
      datasets: [],
    });
    const cap = 1n << 40n;
    expect(kernel.runItem(encodeRow(schema.inputs, [LIMITS.outputBytes - 4]), cap).status).toBe(
      ITEM_STATUS.ok,
    );
    expect(kernel.runItem(encodeRow(schema.inputs, [LIMITS.outputBytes - 3]), cap).status).toBe(
      ITEM_STATUS.trap,
    );
  });

  test('a recursion without end is a trap, and the next item has the whole depth again', async () => {
    const { kernel, schema } = await kernelOf(
      'function g(n: i32): i32 { return n == 0 ? 0 : 1 + g(n - 1) * n; } export function f(n: i32): i32 { return g(n); }',
    );
    const item = (n: number) => kernel.runItem(encodeRow(schema.inputs, [n]), CAP);
    for (let round = 0; round < 3; round++) {
      expect(item(-1)).toEqual({ status: ITEM_STATUS.trap, fuel: CAP, output: new Uint8Array() });
      expect(kernel.lastFailure).toBe('its calls nest too deep');
      expect(item(1000).status).toBe(ITEM_STATUS.ok);
    }
  });

  test('an `alloc` without end is exhausted', () => {
    const endless = bareKernel([0x42, 0], { alloc: [0x03, 0x40, 0x0c, 0, 0x0b, ...i32(0)] });
    expect(endless.runItem(new Uint8Array(), CAP).status).toBe(ITEM_STATUS.exhausted);
  });

  test('nothing runs that is not instrumented', () => {
    const module = new WebAssembly.Module(
      moduleOf({
        memory: [1],
        functions: [{ name: 'run', results: [F64], locals: [F64], code: [...get(0), ...set(0), ...get(0)] }],
      }) as BufferSource,
    );
    expect(() => instantiate(module, { datasets: [] })).toThrow(
      expect.objectContaining({ code: 'KERNEL_INVALID' }),
    );
  });
});

test('[KR1] bytes that do not match the hash are never compiled', async () => {
  const { bytes, hash } = instrument(moduleOf({ functions: [{ code: [] }] }));
  await expect(compileBuild(bytes, hash)).resolves.toBeInstanceOf(WebAssembly.Module);
  const other = bytes.slice();
  other[other.length - 1] ^= 1;
  await expect(compileBuild(other, hash)).rejects.toMatchObject({ code: 'BUILD_HASH_MISMATCH' });
  expect(() => checkBuild(bytes, hash.toUpperCase())).toThrow(
    expect.objectContaining({ code: 'BUILD_HASH_MISMATCH' }),
  );
});
