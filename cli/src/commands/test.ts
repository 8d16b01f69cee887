import { equalBytes, ITEM_STATUS } from '@manyhands/protocol';
import { firstRows } from '@manyhands/sdk';
import type { TrialItem } from '@manyhands/wasm-kernels';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { colors } from '../colors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readKernel } from '../kernel-input.ts';
import { described, showItems, showProfile, tryHere } from '../local-trial.ts';
import { dataset, tableIn, wholeNumber } from '../options.ts';
import type { Screen } from '../screen.ts';

const MOST_ITEMS = 10_000;

interface Options {
  readonly export?: string;
  readonly inputs: string;
  readonly expect?: string;
  readonly dataset?: Record<string, string>;
  readonly schema?: string;
  readonly items: number;
  readonly profile?: boolean;
  readonly json?: boolean;
}

export const testCommand = (finish: (code: number) => void): Command =>
  new Command('test')
    .description('run a kernel over some items here, as a coordinator tries it before a job')
    .argument('<kernel>', 'AssemblyScript source (.ts or a folder) or a module (.wasm)')
    .requiredOption('--inputs <file>', 'items: CSV, TSV, NDJSON, FASTQ or FASTA, also .gz')
    .option('--expect <file>', 'the right outputs, one row an item: CSV, TSV or NDJSON')
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--dataset <name=file>', 'bytes that all items share; once for each', dataset)
    .option('--schema <file>', 'columns of a .wasm kernel, JSON (else <kernel>.schema.json)')
    .option('--items <n>', 'how many items, from the first on', wholeNumber(1, MOST_ITEMS), 100)
    .option('--profile', 'tell the functions and lines that cost most fuel; adds up exactly')
    .option('--json', 'write one JSON object instead of text')
    .addHelpText(
      'after',
      '\nEvery item runs several times, in different orders and in fresh instances: bytes and fuel must agree.',
    )
    .action(acting<Options>(finish, test));

async function test(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const { items: most, expect: right, dataset: datasets = {} } = options;
  const kernel = readKernel(path, options);
  const tried = await tryHere({ kernel, inputs: await tableIn(options.inputs), items: most, datasets });
  const { items, schema, rate, choice, causes } = tried;
  const expected = right === undefined ? null : await firstRows(await tableIn(right), schema.outputs, most);
  const wrong = expected === null ? [] : items.flatMap((item, i) => (agrees(item, expected[i]) ? [] : [i]));
  showItems(screen, tried, { wrong });
  const profile = options.profile ? await showProfile(screen, tried) : null;
  screen.line(
    `${items.length} items, each the same bytes and fuel in every order; ${(rate / 1e9).toFixed(3)} ns of a reference core per fuel`,
  );
  screen.line(`best build: ${choice.nan} NaNs, ${choice.memory} memory`);
  if (wrong.length > 0)
    screen.line(
      colors.red(`${wrong.length} differ from what was expected: items ${wrong.slice(0, 20).join(', ')}`),
    );
  const shown = items.map((item, i) => described(item, schema, causes.get(i)));
  screen.result({ items: shown, rate, choice, wrong, profile });
  return wrong.length === 0 ? EXIT.ok : EXIT.failed;
}

const agrees = (item: TrialItem, expected: Uint8Array | undefined): boolean =>
  expected !== undefined && item.status === ITEM_STATUS.ok && equalBytes(item.output, expected);
