import { existsSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { assemble, SCHEMA } from '@manyhands/example-handmade';
import { canCompile, compileWasi, nativeCompiler, runNative } from '@manyhands/example-wasi-c';
import { makeGrid, solveLine } from '@manyhands/example-wasi-c/reference';
import type { Value } from '@manyhands/protocol';
import { type Client, type KernelInput, readResults } from '@manyhands/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cleanup, contribute, researcherAt, startStack } from './stack.ts';

const cleanup = new Cleanup();
let client: Client;
beforeAll(async () => {
  const { url } = await startStack(cleanup);
  await contribute(cleanup, url);
  client = await researcherAt(url);
});
afterAll(() => cleanup.run());

async function compute(kernel: KernelInput, rows: readonly Readonly<Record<string, Value>>[]) {
  const job = await client.run(kernel, { kind: 'rows', rows }, { title: 'modules' });
  let csv = '';
  for await (const { text } of job.csv()) csv += text;
  await job.certified();
  return readResults(csv, (await job.progress()).outputs).map(({ values }) => values);
}

it('a module made by hand is computed by the network', { timeout: 120_000 }, async () => {
  const data = Array.from({ length: 30 }, (_, i) => Uint8Array.from({ length: i * i }, (_, at) => i * at));
  const results = await compute(
    { wasm: assemble(), schema: SCHEMA },
    data.map((bytes) => ({ data: bytes })),
  );
  expect(results).toEqual(data.map((bytes) => ({ crc: crc32(bytes) })));
});

it.skipIf(!canCompile('sudoku.c'))(
  'a C program, published without a word about its columns, is computed by the network',
  { timeout: 120_000 },
  async () => {
    const grids = Array.from({ length: 40 }, (_, seed) => makeGrid(20 + (seed % 26), seed));
    const rows = grids.map((grid) => ({ args: '--limit\n3', stdin: `${grid}\n` }));
    const results = await compute({ wasm: compileWasi('sudoku.c') }, rows);
    expect(results).toEqual(grids.map((grid) => ({ stdout: `${solveLine(grid, 3)}\n`, exitCode: 0 })));
  },
);

const ENOUGH = '/usr/share/doc/zlib1g-dev/examples/enough.c';
const native = nativeCompiler();

it.skipIf(!canCompile('enough.c') || !existsSync(ENOUGH) || native === undefined)(
  'a C program that others wrote, unchanged, is computed by the network as it runs natively',
  { timeout: 120_000 },
  async () => {
    const programs = ['10', '20', '30'].map((symbols) => [symbols, '9', '15']);
    const results = await compute(
      { wasm: compileWasi(ENOUGH) },
      programs.map((args) => ({ args: args.join('\n'), stdin: '' })),
    );
    const expected = programs.map((args) => runNative(native as string, ENOUGH, { args }));
    expect(results).toEqual(expected.map(({ stdout, exitCode }) => ({ stdout, exitCode })));
  },
);
