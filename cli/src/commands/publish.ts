import { readFile, stat } from 'node:fs/promises';
import { KnownError, LIMITS } from '@manyhands/protocol';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { namingFile, readKernel } from '../kernel-input.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, payee, priceShare, statedShare } from '../options.ts';
import { priceShareWords } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { tellVisible } from '../told.ts';
import { columnLines } from './build.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly schema?: string;
  readonly export?: string;
  readonly author?: string;
  readonly authorShare?: number;
  readonly owner?: string;
  readonly ownerShare?: number;
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
    .option('--author <address>', 'who takes a share of what is paid for work with this kernel', payee)
    .option(
      '--author-share <share>',
      'of the price, such as 2%; stated when the kernel is first published, and never changed',
      priceShare(LIMITS.authorPpm),
    )
    .addHelpText('after', '\n(To let others read the results of a job: manyhands release JOB.)')
    .action(acting<Options>(finish, publish));

async function publish(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const kernel = readKernel(path, { schema: options.schema, export: options.export });
  const stated = statedShare(options.author, options.authorShare, '--author and --author-share');
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const {
    kernel: hash,
    name,
    schema,
    label,
    author,
  } = await namingFile(kernel, () => client.publish(kernel, { author: stated }));
  screen.line(`kernel ${hash} ${name}`);
  if (author !== null)
    screen.line(`  its author ${author.payee} takes ${priceShareWords(author.ppm)} of the price`);
  for (const line of columnLines(schema)) screen.line(line);
  screen.line(`Next: manyhands run ${hash} --inputs FILE --out results.csv`);
  screen.result({ kernel: hash, name, schema, label, author });
  return EXIT.ok;
}

export const uploadCommand = (finish: Finish): Command =>
  sending('upload', 'store a file at a coordinator; jobs may name it as blob:HASH')
    .argument('<file>', 'a dataset, or a table of inputs')
    .option('--owner <address>', 'who takes a share of what is paid for work with this dataset', payee)
    .option(
      '--owner-share <share>',
      'of the price, such as 2%; stated when the dataset is first sent, and never changed',
      priceShare(LIMITS.dataPpm),
    )
    .action(acting<Options>(finish, upload));

async function upload(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const { size } = await stat(path);
  if (size > LIMITS.blobBytes)
    throw new KnownError(
      'BLOB_TOO_LARGE',
      `${path} has ${size} bytes; ${LIMITS.blobBytes} may be stored at once. As inputs it may be larger: run --inputs ${path}`,
    );
  const owner = statedShare(options.owner, options.ownerShare, '--owner and --owner-share');
  const bytes = await readFile(path);
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const hash = await client.upload(bytes, '', { owner });
  screen.line(`blob:${hash}  ${size} bytes`);
  if (owner !== undefined)
    screen.line(`  its owner ${owner.payee} takes ${priceShareWords(owner.ppm)} of the price`);
  screen.result({ hash, size, owner: owner ?? null });
  return EXIT.ok;
}
