/** Entry of the worker that runs a kernel on some items, as a contributor's browser would. The page ends it. */
import {
  type Column,
  decodeRow,
  formatValue,
  ITEM_STATUS,
  isKnownError,
  KnownError,
  type Value,
} from '@manyhands/protocol';
import { firstRows, readTable } from '@manyhands/sdk';
import { instantiate, type Kernel } from '@manyhands/wasm-kernels/runtime';
import type { Given } from '../inputs/form.ts';
import type { TrialAsked, TrialReport, TriedItem } from './messages.ts';

/** As the coordinator's own trial: a few minutes of one core, so that the reader's patience ends it first. */
const FUEL_CAP = 1_000_000_000_000n;
/** For builds that call their host: so often that a worker which is ended ends soon. */
const slice = { fuel: 20_000_000n, onSlice: () => undefined };
const STATUS = ['ok', 'trap', 'exhausted'] as const;
/** A few milliseconds of the first item. */
const WARM_FUEL = 5_000_000n;
/** Of a value that is shown. */
const MOST_LETTERS = 120;

const tell = (report: TrialReport): void => postMessage(report);

self.onmessage = ({ data }: MessageEvent<TrialAsked>) => {
  tryOut(data).then(
    () => tell({ kind: 'done' }),
    (error: unknown) => {
      const code = isKnownError(error) ? error.code : 'SEAT_FAILED';
      tell({ kind: 'failed', code, message: String((error as Error)?.message ?? error) });
    },
  );
};

async function tryOut({ build, schema, given, datasets, most }: TrialAsked): Promise<void> {
  const rows = await rowsToTry(given, schema.inputs, most);
  if (rows.length === 0) throw new KnownError('TABLE_INVALID', 'the table has no rows');
  const shared = await Promise.all(datasets.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const module = await WebAssembly.compile(build.slice());
  const kernel = instantiate(module, { datasets: shared, slice });
  warmUp(kernel, rows[0]);
  rows.forEach((row, item) => {
    tell({
      kind: 'item',
      item: { item, inputs: shown(schema.inputs, row), ...run(kernel, row, schema.outputs) },
    });
  });
}

/** The first rows of whatever is given; a large file is read no further than needed. */
async function rowsToTry(given: Given, columns: readonly Column[], most: number): Promise<Uint8Array[]> {
  if (given.kind === 'range') return firstRows({ kind: 'grid', axes: given.axes }, columns, most);
  const table =
    given.kind === 'file'
      ? { bytes: given.file.stream(), name: given.file.name }
      : { bytes: new Blob([given.text]).stream(), format: 'csv' as const };
  const rows: Uint8Array[] = [];
  for await (const some of readTable(table, columns)) {
    rows.push(...some.slice(0, most - rows.length));
    if (rows.length === most) break;
  }
  return rows;
}

/** Browsers compile a function when it is called for the first time, and that time is no item's. A long first item is not run twice. */
function warmUp(kernel: Kernel, row: Uint8Array): void {
  kernel.runItem(row, WARM_FUEL);
}

function run(
  kernel: Kernel,
  row: Uint8Array,
  columns: readonly Column[],
): Omit<TriedItem, 'item' | 'inputs'> {
  const begun = performance.now();
  const { status, fuel, output } = kernel.runItem(row, FUEL_CAP);
  const milliseconds = performance.now() - begun;
  const outputs = status === ITEM_STATUS.ok ? shown(columns, output) : null;
  const failure = outputs === null ? kernel.lastFailure : null;
  return { status: STATUS[status], fuel, milliseconds, memory: kernel.touchedBytes, outputs, failure };
}

const shown = (columns: readonly Column[], row: Uint8Array): string[] => decodeRow(columns, row).map(textOf);

function textOf(value: Value): string {
  const text = formatValue(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}
