import { existsSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { foldersOf, readKernel } from '../kernel-input.ts';
import { described, showItems, showProfile, type Tried, tryHere } from '../local-trial.ts';
import { dataset, type RangeOption, rangeOption, tableIn, wholeNumber } from '../options.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';

const MOST_ITEMS = 1_000;
/** What is found beside the kernel when nothing is named. */
const USUAL_INPUTS = ['inputs.csv', 'inputs.tsv', 'inputs.ndjson'];
/** Editors write a file in several steps. */
const QUIET_MS = 100;
/** In the kernel's folders. */
const MATTERS = /\.(ts|wasm|json)$|^inputs\.\w+$/;
const HOUR_MS = 3_600_000;
const PAGES_PER_MB = 16;

interface Options {
  readonly export?: string;
  readonly inputs?: string;
  readonly range?: RangeOption;
  readonly dataset?: Record<string, string>;
  readonly schema?: string;
  readonly items: number;
  readonly profile: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const devCommand = (finish: (code: number) => void): Command =>
  new Command('dev')
    .description('run a kernel over a few items here: what it gives, its time, fuel and memory')
    .argument('[kernel]', 'AssemblyScript source (.ts or a folder) or a module (.wasm)', '.')
    .option(
      '--inputs <file>',
      'items: CSV, TSV, NDJSON, FASTQ or FASTA, also .gz (inputs.csv beside the kernel)',
    )
    .option(
      '--range <range>',
      'instead: FROM..TO or FROM..TO:STEP; for several columns COLUMN=…, once for each',
      rangeOption,
    )
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--dataset <name=file>', 'bytes that all items share; once for each', dataset)
    .option('--schema <file>', 'columns of a .wasm kernel, JSON (else <kernel>.schema.json)')
    .option('--items <n>', 'how many items, from the first on', wholeNumber(1, MOST_ITEMS), 10)
    .option('--no-profile', 'do not tell which functions and lines cost most fuel')
    .option('--watch', 'again whenever the kernel, its imports or the inputs change, until Ctrl-C')
    .option('--json', 'write one JSON object for each time')
    .action(acting<Options>(finish, dev));

async function dev(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  if (options.inputs !== undefined && options.range !== undefined)
    throw new UsageError('give either --inputs or --range');
  if (!options.watch) return once(screen, options, path);
  return stoppable(
    () => screen.line('stopping'),
    async (signal) => {
      while (!signal.aborted) {
        const changed = nextChange(options, path, signal);
        await once(screen, options, path).catch((error) => screen.error(error));
        screen.line('waiting for a change; Ctrl-C ends');
        await changed;
      }
      return EXIT.ok;
    },
  );
}

async function once(screen: Screen, options: Options, path: string): Promise<ExitCode> {
  const tried = await tryHere({
    kernel: readKernel(path, options),
    inputs: options.range ?? (await tableIn(inputsFile(options, path))),
    items: options.items,
    datasets: options.dataset ?? {},
  });
  showItems(screen, tried, { withRows: true });
  const total = totals(tried);
  for (const line of totalLines(total)) screen.line(line);
  const profile = options.profile ? await showProfile(screen, tried) : null;
  const { schema, causes } = tried;
  const items = tried.items.map((item, i) => described(item, schema, causes.get(i)));
  screen.result({ items, ...total, profile });
  return EXIT.ok;
}

function inputsFile({ inputs }: Options, path: string): string {
  if (inputs !== undefined) return inputs;
  const folder = path.endsWith('.ts') || path.endsWith('.wasm') ? dirname(path) : path;
  const found = USUAL_INPUTS.map((name) => join(folder, name)).find(existsSync);
  if (found === undefined)
    throw new UsageError(`no ${USUAL_INPUTS[0]} beside the kernel: give --inputs FILE or --range FROM..TO`);
  return found;
}

interface Totals {
  /** Mean of the items that ended well. */
  readonly fuelPerItem: bigint;
  /** Of a reference core. */
  readonly millisecondsPerItem: number;
  readonly memoryMb: number;
}

function totals({ items, rate, choice }: Tried): Totals {
  const well = items.filter(({ status }) => status === 0);
  const sum = well.reduce((all, item) => all + item.fuel, 0n);
  const fuelPerItem = well.length === 0 ? 0n : sum / BigInt(well.length);
  return {
    fuelPerItem,
    millisecondsPerItem: (Number(fuelPerItem) * rate) / 1e15,
    memoryMb: choice.pages / PAGES_PER_MB,
  };
}

function totalLines({ fuelPerItem, millisecondsPerItem, memoryMb }: Totals): string[] {
  const hours = (millisecondsPerItem * 1e6) / HOUR_MS;
  return [
    `${fuelPerItem} fuel and ${millisecondsPerItem.toFixed(3)} ms of a reference core an item; up to ${memoryMb} MiB of memory`,
    `a million such items: ${hours.toPrecision(2)} core-hours`,
  ];
}

/** Resolves when something that the outcome depends on has changed and is calm again, or at the signal. */
async function nextChange(options: Options, path: string, signal: AbortSignal): Promise<void> {
  const { inputs, dataset = {} } = options;
  const named = [...(inputs === undefined ? [] : [inputs]), ...Object.values(dataset)].map((file) =>
    resolve(file),
  );
  const folders = new Set([...foldersOf(path), ...named.map((file) => dirname(file))]);
  const ended = new AbortController();
  const changed = new Promise<void>((calm) => {
    let timer: NodeJS.Timeout | undefined;
    // Folders, because editors replace files.
    for (const folder of folders)
      watch(folder, { signal: ended.signal }, (_, name) => {
        if (name === null || (!MATTERS.test(name) && !named.includes(join(folder, name)))) return;
        clearTimeout(timer);
        timer = setTimeout(calm, QUIET_MS);
      });
  });
  await Promise.race([changed, aborted(signal)]);
  ended.abort();
}
