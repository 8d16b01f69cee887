import { encodeRow } from '@manyhands/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CompiledKernel, compileHere } from '../compile/compile.ts';
import { factsOf } from '../runtime/build.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { instrument } from './instrument.ts';

const CAP = 1_000_000n;
/** Stores quotients in a loop, and then does what `what` says: nothing, loop on the bits of one, or throw. */
const SOURCE = `
  export function f(x: f64, y: f64, n: i32, what: i32): f64 {
    const list = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) list[i] = (x + i) / y;
    list[n] = 1;
    if (what == 1) while (load<u8>(list.dataStart + 7) == 0xff) list[n] += 1;
    if (what == 2) throw new Error("asked to");
    return list[n];
  }`;

let compiled: CompiledKernel;
beforeAll(async () => {
  compiled = await compileHere(SOURCE);
});

const kernelOf = (nan: 'strict' | 'absent'): Kernel => {
  const { bytes } = instrument(compiled.wasm, { memoryPages: 4, nan });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
};

describe('[KR2] a build for absent NaNs', () => {
  test.each([
    ['no NaN is stored', [1, 2, 5, 0], 0],
    ['nothing is stored', [0, 0, 0, 0], 0],
    ['infinities of one sign are stored', [1, 0, 5, 0], 0],
    ['infinities of both signs are stored: their sum is a NaN, the answer the same', [-2, 0, 9, 0], 1],
    ['the first stored is a NaN', [0, 0, 5, 0], 1],
    ['the last stored is a NaN', [-4, 0, 5, 0], 1],
    ['the bits of a NaN are looked at before the sum is', [0, 0, 1, 1], 1],
    ['the item traps, whatever it stored', [1, 2, 5, 2], 1],
  ] as const)('answers as the careful one does where %s', (_, values, reruns) => {
    const [careful, absent] = [kernelOf('strict'), kernelOf('absent')];
    const row = encodeRow(compiled.schema.inputs, [...values]);
    expect(absent.runItem(row, CAP)).toEqual(careful.runItem(row, CAP));
    expect(absent.reruns).toBe(reruns);
  });

  test('is the careful one where no floats are stored', async () => {
    const { wasm } = await compileHere('export function f(n: i32): i32 { return n * n; }');
    const build = instrument(wasm, { nan: 'absent' });
    expect(build.hash).toBe(instrument(wasm).hash);
    expect(factsOf(new WebAssembly.Module(build.bytes as BufferSource)).nan).toBe('strict');
  });
});
