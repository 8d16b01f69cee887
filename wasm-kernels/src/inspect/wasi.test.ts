import { decodeRow, encodeRow, ITEM_STATUS, type KernelSchema, utf8 } from '@manyhands/protocol';
import binaryen from 'assemblyscript/binaryen';
import { describe, expect, test } from 'vitest';
import { instrument } from '../instrument/instrument.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { inspect } from './inspect.ts';
import { COLUMNS_SECTION, schemaOf, withColumns } from './wasi.ts';

const CAP = 1_000_000n;

/** A command: its imports and the instructions of `_start`. */
function command(imports: string, start = '', more = ''): Uint8Array {
  const module = binaryen.parseText(
    `(module ${imports} (memory (export "memory") 1) ${more} (func (export "_start") (local $i i32) ${start}))`,
  );
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
const wasi = (name: string, type: string): string =>
  `(import "wasi_snapshot_preview1" "${name}" (func $${name} ${type}))`;

const EXIT = wasi('proc_exit', '(param i32)');
const READ = wasi('fd_read', '(param i32 i32 i32 i32) (result i32)');
const WRITE = wasi('fd_write', '(param i32 i32 i32 i32) (result i32)');
/** Copies standard input to standard output: up to 1000 bytes, over a vector at 0 whose bytes stand at 100. */
const COPY = `
  (i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 1000))
  (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
  (i32.store (i32.const 4) (i32.load (i32.const 8)))
  (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))`;
const COPYING = command(READ + WRITE, COPY);

function kernelOf(wasm: Uint8Array, datasets: readonly Uint8Array[] = []): Kernel {
  const { bytes } = instrument(wasm, { memoryPages: 1 });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets });
}

const usual = schemaOf(COPYING) as KernelSchema;
const run = (kernel: Kernel, stdin: string) => kernel.runItem(encodeRow(usual.inputs, ['', stdin]), CAP);

describe('a command', () => {
  test('is one that exports _start, unless it speaks the bytes ABI', () => {
    expect(inspect(COPYING)).toMatchObject({
      abi: 'wasi',
      imports: ['wasi_snapshot_preview1.fd_read', 'wasi_snapshot_preview1.fd_write'],
    });
    const both = command(
      '',
      '',
      `(func (export "alloc") (param i32) (result i32) (i32.const 0))
      (func (export "run") (param i32 i32) (result i64) (i64.const 0))`,
    );
    expect(inspect(both).abi).toBe('bytes');
  });

  test('gets the usual columns, and reads and writes them', () => {
    const kernel = kernelOf(COPYING);
    const { status, output } = run(kernel, 'hello');
    expect(status).toBe(ITEM_STATUS.ok);
    expect(decodeRow(usual.outputs, output)).toEqual(['hello', 0]);
    expect(run(kernel, 'hello')).toEqual(run(kernel, 'hello'));
    expect(kernel.isClean()).toBe(true);
  });

  test('ends by returning or by proc_exit, from any depth; the exit code is an answer', () => {
    const kernel = kernelOf(command(EXIT, '(call $deep)', '(func $deep (call $proc_exit (i32.const -7)))'));
    const { status, fuel, output } = run(kernel, '');
    expect([status, decodeRow(usual.outputs, output)]).toEqual([ITEM_STATUS.ok, ['', -7]]);
    expect(kernel.runItem(encodeRow(usual.inputs, ['', '']), fuel).status).toBe(ITEM_STATUS.ok);
    expect(kernel.runItem(encodeRow(usual.inputs, ['', '']), fuel - 1n).status).toBe(ITEM_STATUS.exhausted);
  });

  test('that loops over calls of the host runs out of fuel', () => {
    const endless = command(
      wasi('sched_yield', '(result i32)'),
      '(loop $l (drop (call $sched_yield)) (br $l))',
    );
    expect(run(kernelOf(endless), '').status).toBe(ITEM_STATUS.exhausted);
  });

  test('[SE1] traps where it gives the host a bad address, text that is none, or a row that is none', () => {
    const bad = command(
      READ,
      '(drop (call $fd_read (i32.const 0) (i32.const -8) (i32.const 1) (i32.const 8)))',
    );
    expect(run(kernelOf(bad), '').status).toBe(ITEM_STATUS.trap);
    const kernel = kernelOf(COPYING);
    const broken = encodeRow(
      [{ name: 'stdin', type: 'Uint8Array', optional: false, doc: '' }],
      [Uint8Array.of(0xff)],
    );
    expect(kernel.runItem(Uint8Array.of(0, 0, 0, 0, ...broken), CAP).status).toBe(ITEM_STATUS.trap);
    expect(kernel.lastFailure).toContain('not UTF-8');
    expect(kernel.runItem(broken, CAP).status).toBe(ITEM_STATUS.trap);
    expect(kernel.runItem(new Uint8Array(), CAP).status).toBe(ITEM_STATUS.trap);
  });
});

describe('columns', () => {
  const column = (name: string, type: 'string' | 'Uint8Array' | 'i32', optional = false) => ({
    name,
    type,
    optional,
    doc: '',
  });
  const schema = (more: Partial<KernelSchema>): KernelSchema => ({ ...usual, ...more });

  test('that are the usual ones leave the module as it is; others become a part of it, once', () => {
    expect(withColumns(COPYING, usual)).toBe(COPYING);
    const other = schema({ inputs: [column('stdin', 'Uint8Array')] });
    const described = withColumns(COPYING, other);
    expect(schemaOf(described)?.inputs.map(({ name, type }) => [name, type])).toEqual([
      ['stdin', 'Uint8Array'],
    ]);
    expect(withColumns(described, other)).toBe(described);
    const back = withColumns(described, usual);
    expect(
      WebAssembly.Module.customSections(new WebAssembly.Module(back as BufferSource), COLUMNS_SECTION),
    ).toHaveLength(1);
    expect(instrument(back).hash).toBe(instrument(COPYING).hash);
  });

  test('may be bytes, in another order, and datasets become files', () => {
    // Opens /table, and copies its beginning to standard error.
    const open = wasi('path_open', '(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)');
    const wasm = command(
      open + READ + WRITE,
      `(drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 200) (i32.const 5) (i32.const 0) (i64.const 2)
         (i64.const 0) (i32.const 0) (i32.const 16)))
       (i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 50))
       (drop (call $fd_read (i32.load (i32.const 16)) (i32.const 0) (i32.const 1) (i32.const 8)))
       (i32.store (i32.const 4) (i32.load (i32.const 8)))
       (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))`,
      '(data (i32.const 200) "table")',
    );
    const columns = schema({
      inputs: [],
      outputs: [column('exitCode', 'i32'), column('stderr', 'Uint8Array')],
      datasets: [{ name: 'table', doc: '' }],
    });
    const kernel = kernelOf(withColumns(wasm, columns), [utf8('1 2 3')]);
    const { output } = kernel.runItem(new Uint8Array(), CAP);
    expect(decodeRow(columns.outputs, output)).toEqual([0, utf8('1 2 3')]);
    expect(() => kernelOf(withColumns(wasm, columns))).toThrow(
      expect.objectContaining({ code: 'KERNEL_INVALID' }),
    );
  });

  test.each<[string, Partial<KernelSchema>]>([
    ['a column that no program has', { inputs: [column('seed', 'string')] }],
    ['a number where text belongs', { inputs: [column('stdin', 'i32')] }],
    ['an optional column', { inputs: [column('stdin', 'string', true)] }],
    ['text as the exit code', { outputs: [column('exitCode', 'string')] }],
    ['a column twice', { inputs: [column('stdin', 'string'), column('stdin', 'string')] }],
    ['a dataset outside of the root', { datasets: [{ name: '../x', doc: '' }] }],
    ['a dataset called ..', { datasets: [{ name: '..', doc: '' }] }],
  ])('that cannot be are refused: %s', (_, more) => {
    expect(() => withColumns(COPYING, schema(more))).toThrow(
      expect.objectContaining({ code: 'KERNEL_SIGNATURE' }),
    );
  });

  test.each([
    '',
    'null',
    '{}',
    '{"inputs":7}',
    '{"inputs":["x"],"outputs":[],"text":[],"files":[]}',
    '{"inputs":[1],"outputs":[],"text":[],"files":[]}',
  ])('[SE1] and so is a section of somebody else’s making: %s', (text) => {
    const payload = [COLUMNS_SECTION.length, ...utf8(COLUMNS_SECTION), ...utf8(text)];
    const wasm = Uint8Array.of(...COPYING, 0, payload.length, ...payload);
    expect(() => inspect(wasm)).toThrow(expect.objectContaining({ code: 'KERNEL_SIGNATURE' }));
    expect(() => instrument(wasm)).toThrow(expect.objectContaining({ code: 'KERNEL_SIGNATURE' }));
  });
});

describe('[SE1] of WASI is refused', () => {
  test.each([
    ['what is no part of preview-1', wasi('thread_spawn', '(param i32) (result i32)')],
    ['a function with other types', wasi('fd_write', '(param i32) (result i32)')],
    ['an older WASI', '(import "wasi_unstable" "proc_exit" (func (param i32)))'],
  ])('%s', (_, imports) => {
    expect(() => inspect(command(imports))).toThrow(
      expect.objectContaining({ code: 'KERNEL_IMPORT_REFUSED' }),
    );
  });

  test('a _start that takes something', () => {
    const module = binaryen.parseText(
      '(module (memory (export "memory") 1) (func (export "_start") (param i32)))',
    );
    expect(() => inspect(module.emitBinary())).toThrow(expect.objectContaining({ code: 'KERNEL_SIGNATURE' }));
  });
});
