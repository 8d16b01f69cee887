import { writeFile } from 'node:fs/promises';
import type { Column, KernelSchema } from '@manyhands/protocol';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type LocalKernel, prepareLocal, readKernel, schemaPath } from '../kernel-input.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly export?: string;
  readonly out?: string;
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
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, build));

async function build(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const kernel = readKernel(path, options);
  const { wasm, hash, schema, label, build } = await prepareLocal(kernel);
  const out = options.out ?? defaultOut(kernel);
  await writeFile(out, wasm);
  if (schema !== null) await writeFile(schemaPath(out), `${JSON.stringify(schema, null, 2)}\n`);
  screen.line(`${out}  ${wasm.length} bytes, instrumented ${build.bytes.length}`);
  screen.line(`kernel ${hash}`);
  if (schema !== null) for (const line of columnLines(schema)) screen.line(line);
  screen.result({
    out,
    hash,
    size: wasm.length,
    build: build.hash,
    buildSize: build.bytes.length,
    schema,
    label,
  });
  return EXIT.ok;
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
