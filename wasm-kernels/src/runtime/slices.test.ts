import { encodeRow, ITEM_STATUS, KnownError } from '@manyhands/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CompiledKernel, compileHere } from '../compile/compile.ts';
import { instrument } from '../instrument/instrument.ts';
import { instantiate, type Kernel, type KernelOptions } from './kernel.ts';
import { Stopped } from './slices.ts';

/** Loops of every kind, calls and recursion; for some numbers it throws. */
const SOURCE = `
  function walk(n: i32): i32 { return n < 2 ? n : walk(n - 1) + walk(n - 2); }
  export function f(n: i32): i32 {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += i * sum;
    for (let x: u32 = n; x > 1; x = x & 1 ? 3 * x + 1 : x >> 1) sum ^= x;
    const list = new Int32Array(n & 1023);
    for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) list[i] += j ^ sum;
    if (n % 7 == 3) throw new Error("a seventh");
    return sum + walk(n & 15) + (list.length > 0 ? list[list.length - 1] : 0);
  }`;
const CAP = 1n << 40n;

let compiled: CompiledKernel;
let plain: Kernel;
beforeAll(async () => {
  compiled = await compileHere(SOURCE);
  plain = kernelOf({});
});

function kernelOf(options: Partial<KernelOptions>): Kernel {
  const hooked = options.slice !== undefined;
  const { bytes } = instrument(compiled.wasm, { memoryPages: 16, hooked });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [], ...options });
}
const input = (n: number): Uint8Array => encodeRow(compiled.schema.inputs, [n]);

describe('fuel in slices', () => {
  test('[KR2] gives the same bytes and fuel, whatever a slice is', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.integer({ min: 1, max: 200_000 }), (n, fuel) => {
        let slices = 0;
        const kernel = kernelOf({ slice: { fuel: BigInt(fuel), onSlice: () => void slices++ } });
        const expected = plain.runItem(input(n), CAP);
        expect(kernel.runItem(input(n), CAP)).toEqual(expected);
        expect(kernel.runItem(input(n), CAP)).toEqual(expected);
        if (expected.fuel > 4n * BigInt(fuel) + 100_000n && expected.status === ITEM_STATUS.ok)
          expect(slices).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  test('[KR2] is used up at the same cap', () => {
    const kernel = kernelOf({ slice: { fuel: 100n, onSlice: () => {} } });
    for (const n of [0, 1, 13, 250, 1000]) {
      const { fuel, status } = plain.runItem(input(n), CAP);
      expect(status).toBe(ITEM_STATUS.ok);
      expect(kernel.runItem(input(n), fuel)).toEqual(plain.runItem(input(n), fuel));
      for (const cap of [0n, 1n, fuel / 2n, fuel - 1n]) {
        const run = kernel.runItem(input(n), cap);
        expect(run).toEqual(plain.runItem(input(n), cap));
        expect(run.status).toBe(ITEM_STATUS.exhausted);
      }
    }
  });

  test('lets a host sleep or stop inside an item, flat loops included, and go on with the next', async () => {
    const long = await compileHere(
      'export function f(n: i32): i32 { let sum = 0; for (let i = 0; i < n; i++) sum += i * sum; return sum; }',
    );
    const { bytes } = instrument(long.wasm, { memoryPages: 16, hooked: true });
    let turns = 0;
    let most = 5;
    const onSlice = (): void => {
      if (++turns >= most) throw new Stopped();
    };
    const kernel = instantiate(new WebAssembly.Module(bytes as BufferSource), {
      datasets: [],
      slice: { fuel: 1_000_000n, onSlice },
    });
    expect(() => kernel.runItem(input(2 ** 31 - 1), CAP)).toThrow(Stopped);
    expect(turns).toBe(5);
    [turns, most] = [0, Number.POSITIVE_INFINITY];
    const careful = instrument(long.wasm, { memoryPages: 16 });
    const expected = instantiate(new WebAssembly.Module(careful.bytes as BufferSource), { datasets: [] });
    expect(kernel.runItem(input(20_000_000), CAP)).toEqual(expected.runItem(input(20_000_000), CAP));
    expect(turns).toBeGreaterThan(50);
  });

  test('what else a host throws is no answer either', () => {
    const onSlice = (): void => {
      throw new TypeError('gone');
    };
    const kernel = kernelOf({ slice: { fuel: 10n, onSlice } });
    expect(() => kernel.runItem(input(100), CAP)).toThrow(KnownError);
  });

  test('a hooked build without slices runs like any other', () => {
    const { bytes } = instrument(compiled.wasm, { memoryPages: 16, hooked: true });
    const kernel = instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
    const { fuel } = plain.runItem(input(498), CAP);
    expect(kernel.runItem(input(498), fuel)).toEqual(plain.runItem(input(498), fuel));
    expect(kernel.runItem(input(498), fuel - 1n).status).toBe(ITEM_STATUS.exhausted);
    expect(kernel.runItem(input(2 ** 30), fuel).status).toBe(ITEM_STATUS.exhausted);
  });
});
