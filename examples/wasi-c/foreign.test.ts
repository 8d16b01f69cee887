/** C programs by others, as Debian's packages have their sources, as kernels: unchanged, and the same as natively. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeRow, encodeRow, ITEM_STATUS } from '@manyhands/protocol';
import { compileBuild, instantiate, prepareKernel } from '@manyhands/wasm-kernels';
import { expect, test } from 'vitest';
import { canCompile, compileWasi, nativeCompiler, runNative } from './build.ts';

const DOC = '/usr/share/doc';
const CAP = 1n << 40n;

/** zlib: how large the tables of a Huffman decoder may get, by search over all codes. */
const ENOUGH = `${DOC}/zlib1g-dev/examples/enough.c`;
/** tcc: which of the four operations make a number out of others. */
const NUMBERS = `${DOC}/tcc/examples/ex2.c`;
/** uthash's own tests: hash tables, lists, sorting, rings, strings. */
const uthash = (number: number): string => `${DOC}/uthash-dev/examples/test${number}.c`;

const CASES: readonly [path: string, args: string][] = [
  [ENOUGH, '30 9 15'],
  [ENOUGH, '12 5 40'],
  [ENOUGH, 'no number'],
  [NUMBERS, '24 1 5 6 7'],
  [NUMBERS, '952 25 50 75 100 3 6'],
  ...[19, 43, 83, 96].map((number): [string, string] => [uthash(number), '']),
];

const native = nativeCompiler();
const runs = (path: string): boolean => native !== undefined && canCompile('x.c') && existsSync(path);

/** Each program is compiled once. */
const kernels = new Map<string, ReturnType<typeof prepare>>();
async function prepare(path: string) {
  const { build, schema } = await prepareKernel({ wasm: compileWasi(path) });
  if (schema === null) throw new Error('a WASI command has columns');
  return { schema, kernel: instantiate(await compileBuild(build.bytes, build.hash), { datasets: [] }) };
}

for (const [path, line] of CASES) {
  const name = `${path.slice(DOC.length + 1).split('/')[0]}’s ${basename(path)} ${line}`;
  test.skipIf(!runs(path))(`${name} says the same as natively`, { timeout: 60_000 }, async () => {
    const args = line.split(' ').filter((word) => word !== '');
    if (!kernels.has(path)) kernels.set(path, prepare(path));
    const { kernel, schema } = (await kernels.get(path)) as Awaited<ReturnType<typeof prepare>>;
    const { status, output } = kernel.runItem(encodeRow(schema.inputs, [args.join('\n'), '']), CAP);
    expect([status, kernel.lastFailure]).toEqual([ITEM_STATUS.ok, null]);
    const expected = runNative(native as string, path, { args });
    expect(decodeRow(schema.outputs, output)).toEqual([expected.stdout, expected.exitCode]);
    expect(expected.stdout.length > 20 || expected.exitCode > 0).toBe(true);
  });
}
