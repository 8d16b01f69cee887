import { decodeRow, encodeRow, ITEM_STATUS, type KernelSchema, utf8 } from '@manyhands/protocol';
import {
  type InstrumentOptions,
  instantiate,
  instrument,
  type Kernel,
  prepareKernel,
  trial,
} from '@manyhands/wasm-kernels';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  COMPILER_PACKAGES,
  canCompile,
  compileWasi,
  type Ended,
  type Given,
  nativeCompiler,
  runNative,
} from './build.ts';
import { makeGrid, solveLine } from './reference.ts';

const CAP = 1n << 40n;
const compiles = canCompile('sudoku.c');
if (!compiles) console.warn(`C kernels are not tested: as root, apt-get install ${COMPILER_PACKAGES}`);
const native = nativeCompiler();

async function kernelOf(wasm: Uint8Array, schema?: KernelSchema) {
  const prepared = await prepareKernel({ wasm, schema });
  const kernel = instantiate(await WebAssembly.compile(prepared.build.bytes as BufferSource), {
    datasets: [],
  });
  return { kernel, schema: prepared.schema as KernelSchema, prepared };
}

/** The hardest known by its fame; its solution is published. */
const INKALA = {
  grid: '8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..',
  solution: '812753649943682175675491283154237896369845721287169534521974368438526917796318452',
};
const EMPTY = '.'.repeat(81);

describe.skipIf(!compiles)('a C program is a kernel', () => {
  let kernel: Kernel;
  let schema: KernelSchema;
  let prepared: Awaited<ReturnType<typeof prepareKernel>>;
  beforeAll(async () => {
    ({ kernel, schema, prepared } = await kernelOf(compileWasi('sudoku.c')));
  });

  const run = (stdin: string, args = ''): { stdout: unknown; exitCode: unknown } => {
    const { status, output } = kernel.runItem(encodeRow(schema.inputs, [args, stdin]), CAP);
    expect([status, kernel.lastFailure]).toEqual([ITEM_STATUS.ok, null]);
    const [stdout, exitCode] = decodeRow(schema.outputs, output);
    return { stdout, exitCode };
  };

  test('with columns for arguments, standard input, standard output and exit code, and its own hash', () => {
    expect(prepared.label.abi).toBe('wasi');
    expect(schema.inputs.map(({ name, type }) => [name, type])).toEqual([
      ['args', 'string'],
      ['stdin', 'string'],
    ]);
    expect(schema.outputs.map(({ name, type }) => [name, type])).toEqual([
      ['stdout', 'string'],
      ['exitCode', 'i32'],
    ]);
  });

  test('solves grids of which the answer is published', () => {
    expect(run(`${INKALA.grid}\n`)).toEqual({ stdout: `1 ${INKALA.solution}\n`, exitCode: 0 });
    expect(run(`${EMPTY}\n`, '--limit\n1000')).toEqual({ stdout: '1000\n', exitCode: 0 });
  });

  test('says what is no grid on standard error, and how it ended by its exit code', () => {
    expect(run(`x\n${INKALA.solution}\n`)).toEqual({ stdout: `?\n1 ${INKALA.solution}\n`, exitCode: 1 });
    expect(run('', '--unknown')).toEqual({ stdout: '', exitCode: 2 });
  });

  test('gives what the reference gives for random grids', { timeout: 60_000 }, () => {
    const grids = fc.record({
      seed: fc.nat(),
      empty: fc.integer({ min: 0, max: 46 }),
      limit: fc.integer({ min: 2, max: 5 }),
    });
    fc.assert(
      fc.property(grids, ({ seed, empty, limit }) => {
        const grid = makeGrid(empty, seed);
        expect(run(grid, `--limit\n${limit}`).stdout).toBe(`${solveLine(grid, limit)}\n`);
      }),
      { numRuns: 100 },
    );
  });

  test.skipIf(native === undefined)('gives what the same program gives when it is compiled natively', () => {
    const stdin = `${INKALA.grid}\n${EMPTY}\nx\n11${EMPTY.slice(2)}\n${INKALA.solution}\n`;
    const { stdout, exitCode } = runNative(native as string, 'sudoku.c', { stdin, args: ['--limit', '7'] });
    expect(run(stdin, '--limit\n7')).toEqual({ stdout, exitCode });
  });

  test('passes the trial: every item is independent of the others', { timeout: 60_000 }, async () => {
    const inputs = [INKALA.grid, EMPTY, 'x'].map((grid) => encodeRow(schema.inputs, ['', grid]));
    const { items } = await trial({ wasm: prepared.wasm, inputs, fuelCap: CAP, timingSeconds: 0.1 });
    expect(items.map(({ status }) => status)).toEqual([0, 0, 0]);
  });
});

const BUILDS: Readonly<Record<string, InstrumentOptions>> = {
  careful: {},
  lazy: { nan: 'lazy' },
  small: { smallPages: 4 },
  'lazy and small': { nan: 'lazy', smallPages: 40 },
  hooked: { hooked: true },
};

test.skipIf(!compiles)(
  'every build of a program gives the same bytes and fuel, however it ends',
  { timeout: 60_000 },
  () => {
    const wasm = compileWasi('sudoku.c');
    const columns = [
      { name: 'args', type: 'string', optional: false, doc: '' },
      { name: 'stdin', type: 'string', optional: false, doc: '' },
    ] as const;
    const items = [
      ['', `${INKALA.grid}\nx\n`],
      ['--limit', ''],
      ['--limit\n300', EMPTY],
      ['', ''],
    ].map((row) => encodeRow(columns, row));
    const results = Object.values(BUILDS).map((options) => {
      const { bytes } = instrument(wasm, options);
      const slice = options.hooked ? { fuel: 1000n, onSlice: () => undefined } : undefined;
      const kernel = instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [], slice });
      return items.map((item) => kernel.runItem(item, CAP));
    });
    expect(results[0].map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    for (const other of results) expect(other).toEqual(results[0]);
  },
);

/** A schema with everything a program can have. */
const WHOLE: KernelSchema = {
  name: 'libc',
  doc: '',
  inputs: ['args', 'env', 'stdin'].map((name) => ({ name, type: 'string', optional: false, doc: '' })),
  outputs: ['stdout', 'stderr', 'exitCode'].map((name) => ({
    name,
    type: name === 'exitCode' ? 'i32' : 'string',
    optional: false,
    doc: '',
  })),
  datasets: [],
};

function ranWith(kernel: Kernel, { args = [], stdin = '', environment = {} }: Given): Ended {
  const env = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const input = encodeRow(WHOLE.inputs, [args.join('\n'), env.join('\n'), stdin]);
  const { status, output } = kernel.runItem(input, CAP);
  expect([status, kernel.lastFailure]).toEqual([ITEM_STATUS.ok, null]);
  const [stdout, stderr, exitCode] = decodeRow(WHOLE.outputs, output);
  return { stdout: stdout as string, stderr: stderr as string, exitCode: exitCode as number };
}

test.skipIf(!compiles || native === undefined)(
  'the C library finds the same world as on a real system: files, directories, arguments, numbers, time',
  { timeout: 60_000 },
  async () => {
    const { kernel } = await kernelOf(compileWasi('libc.c'), WHOLE);
    const given = { args: ['x', 'y z'], stdin: 'one\ntwo', environment: { COLOUR: 'red' } };
    const ended = ranWith(kernel, given);
    expect(ended).toEqual(runNative(native as string, 'libc.c', given));
    expect(ended.exitCode).toBe(37);
    expect(ranWith(kernel, given)).toEqual(ended);
    expect(utf8(ended.stdout).length).toBeGreaterThan(1000);
  },
);

describe.each(['words.cpp', 'words.rs'])('%s', (name) => {
  test.skipIf(!canCompile(name))(
    'counts words; a panic says why on standard error and traps',
    { timeout: 60_000 },
    async () => {
      const { kernel, schema } = await kernelOf(compileWasi(name));
      const run = (text: string) => kernel.runItem(encodeRow(schema.inputs, ['', text]), CAP);
      const words = ['one', 'two', 'two', 'three', 'füñf', 'one'];
      const { status, output } = run(words.join(' \n'));
      expect(status).toBe(ITEM_STATUS.ok);
      expect(decodeRow(schema.outputs, output)).toEqual(['1 füñf\n2 one\n1 three\n2 two\n', 4]);
      const many = run(Array.from({ length: 100 }, (_, i) => `w${i}`).join(' '));
      expect(many.status).toBe(name.endsWith('.rs') ? ITEM_STATUS.trap : ITEM_STATUS.ok);
      if (name.endsWith('.rs')) expect(kernel.lastFailure).toContain('100 words are too many');
    },
  );
});
