import { writeFile } from 'node:fs/promises';
import { type Column, type KernelSchema, KnownError } from '@manyhands/protocol';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import {
  type LocalKernel,
  mapPath,
  prepareLocal,
  readKernel,
  schemaPath,
  symbolsOf,
} from '../kernel-input.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly export?: string;
  readonly out?: string;
  readonly sourceMap?: boolean;
  readonly json?: boolean;
}

export const buildCommand = (finish: (code: number) => void): Command =>
  new Command('build')
    .description('compile a kernel to a module and its columns, and check that it can be run')
    .argument(
      '<kernel>',
      'AssemblyScript source (.ts), or a folder with assembly/index.ts, kernel.ts or index.ts',
    )
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option(
      '--out <file>',
      'where the module goes (<name>.wasm); its columns go to <name>.schema.json beside it',
    )
    .option(
      '--source-map',
      'also <module>.map: lines and names of functions, which change nothing of the module',
    )
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, build));

async function build(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const kernel = readKernel(path, options);
  const { wasm, hash, schema, label, build } = await prepareLocal(kernel);
  const out = options.out ?? defaultOut(kernel);
  // Before anything is written.
  const map = options.sourceMap ? await mapOf(kernel) : null;
  await writeFile(out, wasm);
  if (schema !== null) await writeFile(schemaPath(out), `${JSON.stringify(schema, null, 2)}\n`);
  screen.line(`${out}  ${wasm.length} bytes, instrumented ${build.bytes.length}`);
  if (map !== null) await writeFile(mapPath(out), map);
  screen.line(`kernel ${hash}`);
  if (map !== null) screen.line(`source map ${mapPath(out)}`);
  if (schema !== null) for (const line of columnLines(schema)) screen.line(line);
  screen.result({
    out,
    map: map && mapPath(out),
    hash,
    size: wasm.length,
    build: build.hash,
    buildSize: build.bytes.length,
    schema,
    label,
  });
  return EXIT.ok;
}

/** Throws REQUEST_INVALID where there is no source, or no map for it. */
async function mapOf(kernel: LocalKernel): Promise<string> {
  const text = (await symbolsOf(kernel, 'lines'))?.map ?? null;
  if (text !== null) return text;
  throw new KnownError(
    'REQUEST_INVALID',
    '--source-map needs AssemblyScript source, and found no map for this one',
  );
}

const defaultOut = ({ name }: LocalKernel): string => `${name}.wasm`;

/** A kernel's columns as its author wrote them, a line each. */
export function columnLines({ inputs, outputs, datasets }: KernelSchema): string[] {
  const line = (kind: string, name: string, type: string, doc: string): string =>
    `  ${kind.padEnd(8)} ${name.padEnd(20)} ${type.padEnd(14)} ${doc.split('\n')[0]}`.trimEnd();
  const typeOf = ({ type, optional }: Column): string => `${type}${optional ? ' | null' : ''}`;
  return [
    ...datasets.map(({ name, doc }) => line('dataset', name, 'Dataset', doc)),
    ...inputs.map((column) => line('input', column.name, typeOf(column), column.doc)),
    ...outputs.map((column) => line('output', column.name, typeOf(column), column.doc)),
  ];
}
