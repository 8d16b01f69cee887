import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { mapModule } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { compileHere } from '../compile/compile.ts';
import { get, I32, i32, moduleOf, type TestFunction } from '../testing/module-of.ts';
import { callsOf } from './calls.ts';
import { instrument } from './instrument.ts';

const BUDGET = 262_144;
const FRAME = 128;
const LOCAL = 16;

/** f(n) = n == 0 ? 0 : f(n − 1) + 1, with this many i32 locals besides. */
const counting = (locals: number): TestFunction => ({
  name: 'f',
  parameters: [I32],
  results: [I32],
  locals: new Array<number>(locals).fill(I32),
  code: [
    ...[...get(0), 0x45, 0x04, I32, ...i32(0), 0x05],
    ...[...get(0), ...i32(1), 0x6b, 0x10, 0, ...i32(1), 0x6a, 0x0b],
  ],
});
const call = (callee: number, name?: string): TestFunction => ({
  name,
  code: [0x10, ...new ByteWriter().u32(callee).take()],
});

/** Runs in Node with these flags; the depths that ended well. */
function depthsIn(build: Uint8Array, flags: readonly string[], depths: readonly number[]): number[] {
  const script = `
    const build = Buffer.from('${Buffer.from(build).toString('base64')}', 'base64');
    const well = ${JSON.stringify(depths)}.filter((n) => {
      const { f, __fuel } = new WebAssembly.Instance(new WebAssembly.Module(build)).exports;
      __fuel.value = 1n << 60n;
      try { return f(n) === n; } catch (error) { if (!(error instanceof WebAssembly.RuntimeError)) throw error; }
    });
    console.log(JSON.stringify(well));`;
  return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' }));
}

describe('call depth', () => {
  const SMALL_STACK = '--stack-size=480';
  const tiers = [
    [SMALL_STACK],
    [SMALL_STACK, '--liftoff', '--no-wasm-tier-up'],
    [SMALL_STACK, '--no-liftoff', '--no-wasm-lazy-compilation'],
  ];
  test.each([0, 10, 50, 1000])(
    '[KR2] of a function with %i locals ends at the same call in every tier, also with the stack of a browser worker',
    (locals) => {
      const { bytes } = instrument(moduleOf({ functions: [counting(locals)] }));
      const most = Math.floor(BUDGET / (FRAME + LOCAL * (locals + 1)));
      for (const flags of tiers) expect(depthsIn(bytes, flags, [0, most, most + 1, 1e6])).toEqual([0, most]);
    },
  );

  test('comes back on every return, also through indirect calls', async () => {
    const { wasm } = await compileHere(`
      function fib(n: i32): i32 { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      export function f(n: i32): i32 {
        const numbers = new Array<i32>(n).map<i32>((_, i) => fib(i % 9));
        return numbers.sort((a, b) => a - b)[n - 1];
      }`);
    const { bytes } = instrument(wasm, { memoryPages: 16 });
    const module = new WebAssembly.Module(bytes as BufferSource);
    const { exports } = new WebAssembly.Instance(module, { env: { abort: () => {} } });
    const depth = (exports.__mh_depth as WebAssembly.Global).value;
    (exports.__fuel as WebAssembly.Global).value = 1n << 60n;
    const input = (exports.alloc as (length: number) => number)(4);
    new DataView((exports.memory as WebAssembly.Memory).buffer).setInt32(input, 50, true);
    (exports.run as (pointer: number, length: number) => bigint)(input, 4);
    expect(depth).toBe(BUDGET);
    expect((exports.__mh_depth as WebAssembly.Global).value).toBe(BUDGET);
  });

  test('is free of charge where nothing can recurse', () => {
    const calls = callsOf(mapModule(moduleOf({ functions: [call(1, 'f'), call(2), { code: [] }] })));
    expect(calls).toMatchObject({ recursive: new Set(), straightBytes: 3 * FRAME });
  });

  test('is counted on cycles and between them, and bounded above and below', () => {
    const functions = [call(1, 'f'), call(1), call(0)];
    functions[1] = { code: [0x10, 1, 0x10, 2] };
    functions[2] = { code: [0x10, 3] };
    functions[3] = { code: [0x10, 3, 0x10, 4] };
    functions[4] = { locals: [I32], code: [] };
    expect(callsOf(mapModule(moduleOf({ functions })))).toMatchObject({
      recursive: new Set([1, 2, 3]),
      straightBytes: FRAME + FRAME + FRAME + LOCAL,
    });
  });

  test('[SE1] a chain of calls, or one frame, that no stack holds is refused', () => {
    const chain = Array.from({ length: 2000 }, (_, i) => (i < 1999 ? call(i + 1) : { code: [] }));
    const tooLarge = expect.objectContaining({ code: 'KERNEL_TOO_LARGE' });
    expect(() => instrument(moduleOf({ functions: chain }))).toThrow(tooLarge);
    expect(() => instrument(moduleOf({ functions: [counting(9000)] }))).toThrow(tooLarge);
  });
});
