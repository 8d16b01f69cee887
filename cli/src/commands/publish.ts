import { readFile, stat } from 'node:fs/promises';
import { KnownError, LIMITS } from '@manyhands/protocol';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { namingFile, readKernel } from '../kernel-input.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR } from '../options.ts';
import type { Screen } from '../screen.ts';
import { tellVisible } from '../told.ts';
import { columnLines } from './build.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly schema?: string;
  readonly export?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

const sending = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--coordinator <url>', 'where to', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key <key>', 'API key (else one is made at first use and kept)')
    .option('--json', 'write one JSON object instead of text');

export const publishCommand = (finish: Finish): Command =>
  sending('publish', 'compile, check and store a kernel at a coordinator; jobs may name its hash')
    .argument('<kernel>', 'AssemblyScript source (.ts or a folder) or a module (.wasm)')
    .option('--schema <file>', 'columns of a .wasm kernel, JSON (else <kernel>.schema.json)')
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .addHelpText('after', '\n(To let others read the results of a job: manyhands release JOB.)')
    .action(acting<Options>(finish, publish));

async function publish(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const kernel = readKernel(path, { schema: options.schema, export: options.export });
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const { kernel: hash, name, schema, label } = await namingFile(kernel, () => client.publish(kernel));
  screen.line(`kernel ${hash} ${name}`);
  for (const line of columnLines(schema)) screen.line(line);
  screen.line(`Next: manyhands run ${hash} --inputs FILE --out results.csv`);
  screen.result({ kernel: hash, name, schema, label });
  return EXIT.ok;
}

export const uploadCommand = (finish: Finish): Command =>
  sending('upload', 'store a file at a coordinator; jobs may name it as blob:HASH')
    .argument('<file>', 'a dataset, or a table of inputs')
    .action(acting<Options>(finish, upload));

async function upload(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const { size } = await stat(path);
  if (size > LIMITS.blobBytes)
    throw new KnownError(
      'BLOB_TOO_LARGE',
      `${path} has ${size} bytes; ${LIMITS.blobBytes} may be stored at once. As inputs it may be larger: run --inputs ${path}`,
    );
  const bytes = await readFile(path);
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const hash = await client.upload(bytes);
  screen.line(`blob:${hash}  ${size} bytes`);
  screen.result({ hash, size });
  return EXIT.ok;
}
