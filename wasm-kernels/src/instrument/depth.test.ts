import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { mapModule } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { compileHere } from '../compile/compile.ts';
import { RECURSION_BYTES } from '../runtime/build.ts';
import { instantiate } from '../runtime/kernel.ts';
import { get, I32, i32, moduleOf, type TestFunction } from '../testing/module-of.ts';
import { callsOf } from './calls.ts';
import { framesOf } from './frames.ts';
import { instrument } from './instrument.ts';

type Shape = {
  readonly locals?: number;
  readonly operands?: number;
  readonly parameters?: number;
  readonly vectors?: boolean;
};

/** f(n) calls f(n − 1) with so many locals, parameters and operands alive, all of them used again afterwards. */
function recursing({ locals = 0, operands = 0, parameters = 0, vectors = false }: Shape): TestFunction {
  const type = vectors ? 0x7b : I32;
  const made = (seed: number): number[] => [...get(0), ...i32(seed), 0x6c, ...(vectors ? [0xfd, 0x11] : [])];
  const add = vectors ? [0xfd, 0xae, 0x01] : [0x6a];
  const index = (at: number): number[] => new ByteWriter().u32(at).take() as unknown as number[];
  const times = (count: number, code: (at: number) => number[]): number[] =>
    Array.from({ length: count }, (_, at) => code(at)).flat();
  const first = 1 + parameters;
  return {
    name: 'f',
    parameters: [I32, ...new Array<number>(parameters).fill(type)],
    results: [I32],
    locals: new Array<number>(locals).fill(type),
    code: [
      ...[...get(0), 0x45, 0x04, 0x40, ...i32(7), 0x0f, 0x0b],
      ...times(locals, (at) => [...made(at + 3), 0x21, ...index(first + at)]),
      ...times(operands, (at) => made(at + 5)),
      ...[...get(0), ...i32(1), 0x6b, ...times(parameters, (at) => [0x20, ...index(1 + at)]), 0x10, 0],
      ...(vectors ? [0xfd, 0x11] : []),
      ...times(operands, () => add),
      ...times(locals, (at) => [0x20, ...index(first + at), ...add]),
      ...times(parameters, (at) => [0x20, ...index(1 + at), ...add]),
      ...(vectors ? [0xfd, 0x1b, 0] : []),
    ],
  };
}
const call = (callee: number, name?: string): TestFunction => ({
  name,
  code: [0x10, ...new ByteWriter().u32(callee).take()],
});

/**
 * For each depth what f gives there, or "trap", in Node with these flags, in the main thread or in a worker; a stack
 * overflow fails.
 */
function resultsIn(
  build: Uint8Array,
  { flags = [], worker = false }: Tier,
  depths: readonly number[],
): unknown[] {
  const body = `
    const { workerData } = require('node:worker_threads');
    const build = Buffer.from('${Buffer.from(build).toString('base64')}', 'base64');
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(build));
    const rest = new Array(exports.f.length - 1).fill(0);
    console.log(JSON.stringify(${JSON.stringify(depths)}.map((n) => {
      exports.__fuel.value = 1n << 60n;
      exports.__mh_depth.value = ${RECURSION_BYTES};
      try { return exports.f(n, ...rest); } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) return 'trap';
        throw error;
      }
    })));`;
  const script = worker
    ? `new (require('node:worker_threads').Worker)(${JSON.stringify(body)}, { eval: true });`
    : body;
  return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' }));
}
type Tier = { readonly flags?: readonly string[]; readonly worker?: boolean };

describe('call depth', () => {
  /** What a worker in Chromium has, less what JavaScript below the kernel may take. */
  const SMALL_STACK = '--stack-size=480';
  const BASELINE = ['--liftoff', '--no-wasm-tier-up'];
  const OPTIMISING = ['--no-liftoff', '--no-wasm-lazy-compilation'];
  const tiers: readonly Tier[] = [
    { flags: [SMALL_STACK, ...BASELINE] },
    { flags: [SMALL_STACK, ...OPTIMISING] },
    { flags: BASELINE, worker: true },
  ];
  const shapes: readonly [string, Shape][] = [
    ['nothing but a counter', {}],
    ['10 locals', { locals: 10 }],
    ['50 locals', { locals: 50 }],
    ['1000 locals', { locals: 1000 }],
    ['50 operands', { operands: 50 }],
    ['1000 operands', { operands: 1000 }],
    ['200 parameters', { parameters: 200 }],
    ['50 vectors', { locals: 50, vectors: true }],
    ['500 vectors as operands', { operands: 500, vectors: true }],
  ];
  test.each(shapes)(
    '[KR2] of a function with %s ends at the same call in every tier, also with the stack of a browser worker',
    (_, shape) => {
      const module = moduleOf({ functions: [recursing(shape)] });
      const { bytes } = instrument(module);
      const most = deepest(bytes, shape.parameters ?? 0);
      expect(most * frameOf(shape)).toBeGreaterThan(RECURSION_BYTES / 2);
      const depths = [most, most + 1, 1e6];
      const [first, ...others] = tiers.map((tier) => resultsIn(bytes, tier, depths));
      expect(first).toEqual([expect.any(Number), 'trap', 'trap']);
      for (const other of others) expect(other).toEqual(first);
    },
  );

  /** Bytes that engines surely need not exceed for a frame of this shape. */
  const frameOf = ({ locals = 0, operands = 0, parameters = 0 }: Shape): number =>
    96 + 16 * (locals + operands + 2 * parameters + 8);

  /** The deepest n with which f returns, found here. */
  function deepest(build: Uint8Array, parameters: number): number {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(build as BufferSource));
    const rest = new Array<number>(parameters).fill(0);
    const ends = (n: number): boolean => {
      (exports.__fuel as WebAssembly.Global).value = 1n << 60n;
      (exports.__mh_depth as WebAssembly.Global).value = RECURSION_BYTES;
      try {
        (exports.f as (...numbers: number[]) => number)(n, ...rest);
        return true;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) return false;
        throw error;
      }
    };
    let [low, high] = [0, 10_000];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (ends(middle)) low = middle;
      else high = middle;
    }
    return low;
  }

  test('is whole again for every call that starts a circle', async () => {
    const functions: TestFunction[] = [
      {
        name: 'g',
        parameters: [I32],
        results: [I32],
        code: [...get(0), 0x10, 1, ...get(0), 0x10, 1, 0x6a, ...get(0), 0x10, 1, 0x6a],
      },
      {
        ...recursing({}),
        name: 'f',
        code: recursing({}).code.map((byte, i, code) => (code[i - 1] === 0x10 ? 1 : byte)),
      },
    ];
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(instrument(moduleOf({ functions })).bytes as BufferSource),
    );
    (exports.__fuel as WebAssembly.Global).value = 1n << 60n;
    expect((exports.g as (n: number) => number)(900)).toBe(21);
  });

  test('is not given back by functions outside of all circles that call indirectly', () => {
    const unary = { parameters: [I32], results: [I32] };
    const functions: TestFunction[] = [
      {
        ...unary,
        name: 'f',
        code: [
          ...[...get(0), 0x45, 0x04, 0x40, ...i32(7), 0x0f, 0x0b],
          ...[...get(0), 0x10, 1, 0x1a, ...get(0), ...i32(1), 0x6b, 0x10, 0],
        ],
      },
      { ...unary, code: [...get(0), ...i32(0), 0x11, 2, 0] },
      { ...unary, code: get(0) },
    ];
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(instrument(moduleOf({ functions, table: [2] })).bytes as BufferSource),
    );
    (exports.__fuel as WebAssembly.Global).value = 1n << 60n;
    const f = exports.f as (n: number) => number;
    expect(f(500)).toBe(7);
    expect(() => f(1e6)).toThrow('unreachable');
  });

  test('comes back on every return, also through indirect calls', async () => {
    const { wasm } = await compileHere(`
      function fib(n: i32): i32 { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      export function f(n: i32): i32 {
        const numbers = new Array<i32>(n).map<i32>((_, i) => fib(i % 19));
        return numbers.sort((a, b) => a - b)[n - 1];
      }`);
    const { bytes } = instrument(wasm, { memoryPages: 16 });
    const kernel = instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
    expect(kernel.runItem(Uint8Array.of(50, 0, 0, 0), 1n << 60n).output).toEqual(Uint8Array.of(24, 10, 0, 0));
  });

  test('is free of charge where nothing can recurse', () => {
    const module = mapModule(moduleOf({ functions: [call(1, 'f'), call(2), { code: [] }] }));
    const frames = framesOf(module);
    expect(callsOf(module)).toMatchObject({
      recursive: new Set(),
      straightBytes: frames[0] + frames[1] + frames[2],
    });
  });

  test('is counted on cycles and between them, and bounded above and below', () => {
    const functions = [call(1, 'f'), call(1), call(0)];
    functions[1] = { code: [0x10, 1, 0x10, 2] };
    functions[2] = { code: [0x10, 3] };
    functions[3] = { code: [0x10, 3, 0x10, 4] };
    functions[4] = { locals: [I32], code: [] };
    const module = mapModule(moduleOf({ functions }));
    const frames = framesOf(module);
    expect(callsOf(module)).toMatchObject({
      recursive: new Set([1, 2, 3]),
      straightBytes: frames[0] + 2 * frames[1] + frames[4],
    });
  });

  test('[SE1] a chain of calls, or one frame, that no stack holds is refused', () => {
    const chain = Array.from({ length: 2000 }, (_, i) => (i < 1999 ? call(i + 1) : { code: [] }));
    const tooLarge = expect.objectContaining({ code: 'KERNEL_TOO_LARGE' });
    expect(() => instrument(moduleOf({ functions: chain }))).toThrow(tooLarge);
    expect(() => instrument(moduleOf({ functions: [recursing({ locals: 9000 })] }))).toThrow(tooLarge);
    expect(() => instrument(moduleOf({ functions: [recursing({ operands: 9000 })] }))).toThrow(tooLarge);
  });
});
