import { hashOf, LIMITS } from '@manyhands/protocol';
import binaryen from 'assemblyscript/binaryen';
import { describe, expect, test } from 'vitest';
import { compileHere } from '../compile/compile.ts';
import { instrument } from '../instrument/instrument.ts';
import { I32, I64, i32, moduleOf, type TestFunction } from '../testing/module-of.ts';
import { inspect } from './inspect.ts';
import { labelOf } from './label.ts';

const ABI: readonly TestFunction[] = [
  { name: 'alloc', parameters: [I32], results: [I32], code: i32(16) },
  { name: 'run', parameters: [I32, I32], results: [I64], code: [0x42, 0] },
];

/** Assembles text with every proposal allowed. */
function fromText(text: string): Uint8Array {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

describe('a label', () => {
  test('says what a module is and needs', () => {
    const bytes = moduleOf({ memory: [2, 9], functions: ABI, globals: { count: 1024 } });
    expect(inspect(bytes)).toMatchObject({
      size: bytes.length,
      imports: [],
      exports: [
        { name: 'alloc', kind: 'function' },
        { name: 'run', kind: 'function' },
        { name: 'memory', kind: 'memory' },
        { name: 'count', kind: 'global' },
      ],
      features: ['mutable-globals'],
      memoryPages: { min: 2, max: 9 },
      functions: 2,
      hasStart: false,
      tables: [],
      floats: { nanSites: 0, storesComputed: false },
      calls: { recursive: 0 },
      sourceHash: null,
      reset: 'restore',
    });
  });

  test('names features from the instructions that need them', () => {
    const code = [0x42, 0, ...i32(1), 0xc0, 0x1a, ...i32(0), 0xfd, 15, 0x1a];
    const bytes = moduleOf({ memory: [1], functions: [{ name: 'f', results: [I64], code }] });
    expect(labelOf(bytes).features).toEqual(['sign-extension', 'simd']);
  });

  test('tells tables, recursion and what is done with floats', () => {
    const bytes = fromText(`(module (memory 1) (table 2 7 funcref)
      (func $f (export "f") (param i32 f64)
        (f64.store (local.get 0) (f64.mul (local.get 1) (local.get 1)))
        (if (local.get 0) (then (call $f (i32.const 0) (local.get 1)))))
      (func (export "g") (call $f (i32.const 1) (f64.const 1))))`);
    const label = labelOf(bytes, 'the source');
    expect(label).toMatchObject({
      tables: [{ min: 2, max: 7 }],
      floats: { nanSites: 1, storesComputed: true },
      calls: { recursive: 1 },
      sourceHash: hashOf(new TextEncoder().encode('the source')),
    });
    expect(label.calls.straightBytes).toBeGreaterThan(200);
  });

  test('asks for a fresh instance per item where state cannot be restored', () => {
    const dropping = fromText('(module (memory 1) (data $d "x") (func (export "f") (data.drop $d)))');
    expect(labelOf(dropping).reset).toBe('instance');
    const constant = fromText('(module (memory 1) (data (i32.const 70) "x") (func (export "f")))');
    expect(labelOf(constant).reset).toBe('restore');
  });
});

test('[KR3] what prints may be imported', () => {
  const printing = fromText(
    `(module (import "env" "console.log" (func (param i32)))
       (import "env" "trace" (func (param i32 i32 f64 f64 f64 f64 f64))))`,
  );
  expect(labelOf(printing).imports).toEqual(['env.console.log', 'env.trace']);
});

describe('[SE1] a kernel is refused with a code', () => {
  const refused: readonly [string, string, string, string][] = [
    [
      'a clock',
      '(module (import "env" "Date.now" (func (result f64))))',
      'KERNEL_IMPORT_REFUSED',
      'env.Date.now',
    ],
    [
      'WASI',
      '(module (import "wasi_snapshot_preview1" "clock_time_get" (func (param i32 i64 i32) (result i32))))',
      'KERNEL_IMPORT_REFUSED',
      'clock_time_get',
    ],
    [
      'an abort of other types',
      '(module (import "env" "abort" (func)))',
      'KERNEL_IMPORT_REFUSED',
      'env.abort',
    ],
    [
      'a clock that prints',
      '(module (import "env" "console.time" (func (param i32))))',
      'KERNEL_IMPORT_REFUSED',
      'env.console.time',
    ],
    [
      'printing of other types',
      '(module (import "env" "console.log" (func (param f64))))',
      'KERNEL_IMPORT_REFUSED',
      'env.console.log',
    ],
    [
      'a memory from outside',
      '(module (import "env" "memory" (memory 1)))',
      'KERNEL_IMPORT_REFUSED',
      'memory env.memory',
    ],
    [
      'a global from outside',
      '(module (import "env" "g" (global i32)))',
      'KERNEL_IMPORT_REFUSED',
      'global env.g',
    ],
    [
      'an export that would hide the fuel',
      '(module (func (export "__fuel")))',
      'KERNEL_FEATURE_REFUSED',
      '__fuel',
    ],
    [
      'an export among the reserved names',
      '(module (func (export "__mh_restore")))',
      'KERNEL_FEATURE_REFUSED',
      '__mh_restore',
    ],
    ['a shared memory', '(module (memory 1 2 shared))', 'KERNEL_FEATURE_REFUSED', 'shared'],
    [
      'an atomic instruction',
      '(module (memory 1) (func (export "f") (result i32) (i32.atomic.load (i32.const 0))))',
      'KERNEL_FEATURE_REFUSED',
      'atomics',
    ],
    [
      'relaxed SIMD',
      '(module (func (export "f") (param v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 0))))',
      'KERNEL_FEATURE_REFUSED',
      'relaxed SIMD',
    ],
    [
      'a tail call',
      '(module (func $f (export "f") (return_call $f)))',
      'KERNEL_FEATURE_REFUSED',
      'tail calls',
    ],
    [
      'an exception',
      '(module (tag $e) (func (export "f") (throw $e)))',
      'KERNEL_FEATURE_REFUSED',
      'exceptions',
    ],
    [
      'an exception caught in the old way',
      '(module (tag $e) (func (export "f") (try (do (throw $e)) (catch $e))))',
      'KERNEL_FEATURE_REFUSED',
      'exceptions',
    ],
    [
      'an exception caught in the new way',
      '(module (tag $e) (func (export "f") (block $l (try_table (catch $e $l) (throw $e)))))',
      'KERNEL_FEATURE_REFUSED',
      'exceptions',
    ],
    [
      'a thread that waits',
      '(module (memory 1) (func (export "f") (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))))',
      'KERNEL_FEATURE_REFUSED',
      'atomics',
    ],
    [
      'WASI before preview 1',
      '(module (import "wasi_unstable" "fd_write" (func (param i32 i32 i32 i32) (result i32))) (memory 1) (func (export "_start")))',
      'KERNEL_IMPORT_REFUSED',
      'wasi_snapshot_preview1',
    ],
    ['any other import', '(module (import "env" "launch" (func)))', 'KERNEL_IMPORT_REFUSED', 'env.launch'],
    [
      'a table from outside',
      '(module (import "env" "table" (table 1 funcref)))',
      'KERNEL_IMPORT_REFUSED',
      'table env.table',
    ],
    ['a 64-bit table', '(module (table i64 1 funcref))', 'KERNEL_FEATURE_REFUSED', 'table'],
    [
      'a table with a first value',
      '(module (func $f) (table 1 (ref func) (ref.func $f)))',
      'KERNEL_FEATURE_REFUSED',
      'table',
    ],
    [
      'a relaxed multiplication and addition',
      '(module (func (export "f") (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0))))',
      'KERNEL_FEATURE_REFUSED',
      'relaxed SIMD',
    ],
    ['a 64-bit memory', '(module (memory i64 1))', 'KERNEL_FEATURE_REFUSED', '64-bit'],
    [
      'several memories',
      '(module (memory $a 1) (memory $b 1))',
      'KERNEL_FEATURE_REFUSED',
      'several memories',
    ],
    [
      'garbage collection',
      '(module (type $s (struct (field i32))) (func (export "f") (drop (struct.new $s (i32.const 1)))))',
      'KERNEL_FEATURE_REFUSED',
      'garbage collection',
    ],
    ['no memory', '(module (func (export "run")))', 'KERNEL_SIGNATURE', 'memory'],
    [
      'no run',
      '(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 0)))',
      'KERNEL_SIGNATURE',
      'run(i32, i32) -> i64',
    ],
  ];
  test.each(refused)('%s', (_, text, code, part) => {
    const refusal = expect.objectContaining({ code, message: expect.stringContaining(part) });
    const bytes = fromText(text);
    expect(() => inspect(bytes)).toThrow(refusal);
    if (code !== 'KERNEL_SIGNATURE') expect(() => instrument(bytes)).toThrow(refusal);
  });

  test.each([
    ['return <f64>Date.now() + x;', 'pass the time as an input'],
    ['console.time("x"); return x;', 'a clock differs from run to run'],
  ])('what a kernel cannot have, with the reason: %s', async (body, reason) => {
    const { wasm } = await compileHere(`export function f(x: i32): f64 { ${body} }`);
    expect(() => inspect(wasm)).toThrow(
      expect.objectContaining({ code: 'KERNEL_IMPORT_REFUSED', message: expect.stringContaining(reason) }),
    );
  });

  test('bytes that are no module', () => {
    for (const bytes of [
      new Uint8Array(),
      Uint8Array.of(0, 1, 2),
      moduleOf({ functions: ABI, memory: [1] }).slice(0, 60),
    ])
      expect(() => inspect(bytes)).toThrow(expect.objectContaining({ code: 'KERNEL_INVALID' }));
  });

  test('a module that becomes valid only by what the rewriter appends', () => {
    const code = [0x42, 0, 0x24, 0];
    const bytes = moduleOf({ functions: [{ name: 'f', code }], memory: [1] });
    expect(() => instrument(bytes)).toThrow(expect.objectContaining({ code: 'KERNEL_INVALID' }));
  });

  test('a module that is too large, or wants more memory than it is given', () => {
    expect(() => inspect(new Uint8Array(LIMITS.kernelBytes + 1))).toThrow(
      expect.objectContaining({ code: 'KERNEL_TOO_LARGE' }),
    );
    const greedy = moduleOf({ functions: ABI, memory: [17] });
    expect(() => instrument(greedy, { memoryPages: 16 })).toThrow(
      expect.objectContaining({ code: 'KERNEL_TOO_LARGE' }),
    );
  });

  test('any bytes, never with an assertion', async () => {
    const { wasm } = await compileHere('export function f(x: i32): i32 { return x; }');
    for (let at = 8; at < wasm.length; at += 3) {
      const broken = wasm.slice();
      broken[at] ^= 0x55;
      try {
        instrument(broken);
      } catch (error) {
        expect(error).toMatchObject({ name: 'KnownError' });
      }
    }
  });
});
