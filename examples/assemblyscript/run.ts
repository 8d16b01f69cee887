/**
 * Runs the AssemblyScript project's example programs as kernels and compares each item with what the same program gives
 * by the language's own compiler alone: `node examples/assemblyscript/dist/run.js FOLDER`, a checkout of
 * AssemblyScript/examples. Prints a table; ends with 1 where something differs or does not run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeRow, encodeRow, type KernelFiles, type Value } from '@manyhands/protocol';
import { instantiate, prepareKernel } from '@manyhands/wasm-kernels';
import { compileAlone } from './compile-alone.ts';
import { PROGRAMS, type Program } from './programs.ts';

const CAP = 1n << 40n;
const WRAPPERS = new URL(
  import.meta.url.includes('/dist/') ? '../assembly/' : './assembly/',
  import.meta.url,
);

/** The files of a program with its changes made. Throws an Error where a line that is to be changed is not there. */
function sourceOf(folder: string, program: Program): KernelFiles {
  const files: Record<string, string> = { ...program.given };
  for (const name of program.files) files[name] = readFileSync(join(folder, name), 'utf8');
  for (const { file, line, becomes } of program.changes) {
    if (!files[file].includes(`${line}\n`)) throw new Error(`${file} has no line “${line}”`);
    files[file] = files[file].replace(line, becomes);
  }
  const { wrapper } = program;
  if (wrapper !== undefined) files[wrapper] = readFileSync(fileURLToPath(new URL(wrapper, WRAPPERS)), 'utf8');
  return { entry: wrapper ?? program.files[0], export: program.function, files };
}

/** What Math.random starts from: the number that a kernel's row stands for. */
function seedOf(row: Uint8Array): number {
  const mixed = row.reduce(
    (hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n),
    OFFSET,
  );
  return Number(mixed >> 11n);
}
const OFFSET = 0xcbf29ce484222325n;

interface Ran {
  /** How many items gave the same as by the compiler alone. */
  readonly same: number;
  /** Of all items together. */
  readonly fuel: bigint;
}

async function run(folder: string, program: Program): Promise<Ran> {
  const source = sourceOf(folder, program);
  const { build, schema } = await prepareKernel({ source });
  if (schema === null) throw new Error('source has columns');
  const kernel = instantiate(await WebAssembly.compile(build.bytes as BufferSource), { datasets: [] });
  let row: Uint8Array = new Uint8Array();
  const alone = await compileAlone(source, () => seedOf(row));
  const ran = { same: 0, fuel: 0n };
  for (const values of program.rows) {
    row = encodeRow(schema.inputs, values);
    const { fuel, output } = kernel.runItem(row, CAP);
    const expected = (await alone())[program.function](...values);
    if (text(decodeRow(schema.outputs, output)) === text(listed(expected, schema.outputs))) ran.same++;
    ran.fuel += fuel;
  }
  return ran;
}

/** A result's columns: a class is one for each field. */
const listed = (result: unknown, columns: readonly { name: string }[]): unknown[] =>
  typeof result === 'object' && result !== null && !ArrayBuffer.isView(result)
    ? columns.map(({ name }) => (result as Record<string, Value>)[name])
    : [result];

/** Numbers by their bits, but all NaNs alike: a kernel has one of them. */
const text = (values: readonly unknown[]): string =>
  values.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(' | ');

const linesOf = ({ wrapper, given = {} }: Program): number => {
  const own = wrapper === undefined ? [] : [readFileSync(fileURLToPath(new URL(wrapper, WRAPPERS)), 'utf8')];
  return [...own, ...Object.values(given)]
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
};

const folder = process.argv[2];
if (folder === undefined || !existsSync(folder)) {
  console.error('usage: run.js FOLDER   a checkout of AssemblyScript/examples');
  process.exit(2);
}
console.log('| program | lines changed | lines of ours | items | same as by asc alone | fuel of an item |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const program of PROGRAMS) {
  const { name, changes, rows } = program;
  try {
    const { same, fuel } = await run(folder, program);
    if (same < rows.length) process.exitCode = 1;
    const mean = Number(fuel / BigInt(rows.length)).toLocaleString('en');
    console.log(`| ${name} | ${changes.length} | ${linesOf(program)} | ${rows.length} | ${same} | ${mean} |`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`| ${name} | – | – | – | ${error instanceof Error ? error.message : error} | – |`);
  }
}
