import { readFile } from 'node:fs/promises';
import {
  decodeRow,
  equalBytes,
  hashOf,
  ITEM_STATUS,
  type KernelSchema,
  KnownError,
  type Value,
} from '@manyhands/protocol';
import { rowsOf } from '@manyhands/sdk';
import { type TrialItem, type TrialReply, trial } from '@manyhands/wasm-kernels';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { colors } from '../colors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { prepareLocal, readKernel } from '../kernel-input.ts';
import { dataset, wholeNumber } from '../options.ts';
import { fuel } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { readDatasets } from './run.ts';

const MOST_ITEMS = 10_000;
const FUEL_CAP = 1_000_000_000_000n;

interface Options {
  readonly inputs: string;
  readonly expect?: string;
  readonly dataset?: Record<string, string>;
  readonly schema?: string;
  readonly items: number;
  readonly json?: boolean;
}

export const testCommand = (finish: (code: number) => void): Command =>
  new Command('test')
    .description('run a kernel over some items here, as a coordinator tries it before a job')
    .argument('<kernel>', 'AssemblyScript source (.ts or a folder) or a module (.wasm)')
    .requiredOption('--inputs <file>', 'items: CSV, TSV, NDJSON, FASTQ or FASTA, also .gz')
    .option('--expect <file>', 'the right outputs, one row an item: CSV, TSV or NDJSON')
    .option('--dataset <name=file>', 'bytes that all items share; once for each', dataset)
    .option('--schema <file>', 'columns of a .wasm kernel, JSON (else <kernel>.schema.json)')
    .option('--items <n>', 'how many items, from the first on', wholeNumber(1, MOST_ITEMS), 100)
    .option('--json', 'write one JSON object instead of text')
    .addHelpText(
      'after',
      '\nEvery item runs several times, in different orders and in fresh instances: bytes and fuel must agree.',
    )
    .action(acting<Options>(finish, test));

async function test(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const { wasm, schema } = await prepareLocal(readKernel(path, options.schema), path);
  if (schema === null)
    throw new KnownError('REQUEST_INVALID', 'a module does not say what its columns are: give --schema');
  const inputs = await readRows(options.inputs, schema.inputs, options.items);
  const expected =
    options.expect === undefined ? null : await readRows(options.expect, schema.outputs, options.items);
  const given = await readDatasets(options.dataset ?? {});
  const datasets = schema.datasets.map(({ name }) => named(name, given));
  const reply = await trial({ wasm, datasets, inputs, fuelCap: FUEL_CAP });
  const wrong =
    expected === null ? [] : reply.items.flatMap((item, i) => (agrees(item, expected[i]) ? [] : [i]));
  show(screen, schema, reply, wrong);
  screen.result({
    items: reply.items.map((item) => described(item, schema)),
    rate: reply.rate,
    choice: reply.choice,
    wrong,
  });
  return wrong.length === 0 ? EXIT.ok : EXIT.failed;
}

async function readRows(path: string, columns: KernelSchema['inputs'], most: number): Promise<Uint8Array[]> {
  const content = new Uint8Array(await readFile(path));
  return (await rowsOf({ kind: 'table', content, name: path }, columns)).slice(0, most);
}

function named(name: string, given: Record<string, Uint8Array>) {
  const bytes = given[name];
  if (bytes === undefined)
    throw new KnownError(
      'REQUEST_INVALID',
      `the kernel takes a dataset “${name}”: give --dataset ${name}=FILE`,
    );
  return { hash: hashOf(bytes), bytes };
}

const agrees = (item: TrialItem, expected: Uint8Array | undefined): boolean =>
  expected !== undefined && item.status === ITEM_STATUS.ok && equalBytes(item.output, expected);

const STATUS = ['ok', 'trap', 'exhausted'] as const;

function described(item: TrialItem, { outputs }: KernelSchema) {
  const { status, fuel, milliseconds, failure } = item;
  const values = status === ITEM_STATUS.ok ? decodeRow(outputs, item.output) : null;
  return { status: STATUS[status], fuel, milliseconds, failure, values };
}

function show(
  screen: Screen,
  schema: KernelSchema,
  { items, rate, choice }: TrialReply,
  wrong: readonly number[],
): void {
  items.forEach((item, i) => {
    const { status, milliseconds, failure, values } = described(item, schema);
    const mark = wrong.includes(i) || status !== 'ok' ? colors.red('✗') : colors.green('✓');
    const outcome = values === null ? `${status}: ${failure}` : values.map(shown).join(', ');
    screen.line(
      `${mark} ${String(i).padStart(5)}  ${fuel(String(item.fuel)).padStart(10)}  ${milliseconds.toFixed(2).padStart(9)} ms  ${outcome}`,
    );
  });
  screen.line(
    `${items.length} items, each the same bytes and fuel in every order; ${(rate / 1e9).toFixed(3)} ns of a reference core per fuel`,
  );
  screen.line(`best build: ${choice.nan} NaNs, ${choice.memory} memory`);
  if (wrong.length > 0)
    screen.line(
      colors.red(`${wrong.length} differ from what was expected: items ${wrong.slice(0, 20).join(', ')}`),
    );
}

const shown = (value: Value): string =>
  ArrayBuffer.isView(value)
    ? `[${Array.from(value as unknown as ArrayLike<number>)
        .slice(0, 8)
        .join(' ')}]`
    : String(value);
