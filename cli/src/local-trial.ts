/** Runs items of a kernel on this machine as a coordinator tries them before a job, and shows what came of them. */
import {
  decodeRow,
  hashOf,
  ITEM_STATUS,
  type KernelSchema,
  KnownError,
  type Value,
} from '@manyhands/protocol';
import { firstRows, type Inputs } from '@manyhands/sdk';
import { type TrialItem, type TrialReply, trial } from '@manyhands/wasm-kernels';
import { colors } from './colors.ts';
import { UsageError } from './exit-codes.ts';
import { type LocalKernel, prepareLocal } from './kernel-input.ts';
import { readDatasets } from './options.ts';
import { fuel } from './progress-lines.ts';
import type { Screen } from './screen.ts';

/** Far more than an item of seconds takes. */
const FUEL_CAP = 1_000_000_000_000n;

export interface Asked {
  readonly kernel: LocalKernel;
  readonly inputs: Inputs;
  readonly items: number;
  readonly datasets: Record<string, string>;
}

export interface Tried extends TrialReply {
  readonly schema: KernelSchema;
  /** Encoded, one an item. */
  readonly rows: readonly Uint8Array[];
}

/** Throws REQUEST_INVALID where columns or a dataset are missing, and whatever compiling, inspecting and trying throw. */
export async function tryHere({ kernel, inputs, items, datasets }: Asked): Promise<Tried> {
  const { wasm, schema } = await prepareLocal(kernel);
  if (schema === null)
    throw new KnownError('REQUEST_INVALID', 'a module does not say what its columns are: give --schema');
  const rows = await firstRows(inputs, schema.inputs, items);
  const given = await readHere(datasets);
  const bytes = schema.datasets.map(({ name }) => named(name, given));
  return { ...(await trial({ wasm, datasets: bytes, inputs: rows, fuelCap: FUEL_CAP })), schema, rows };
}

async function readHere(paths: Record<string, string>): Promise<Record<string, Uint8Array>> {
  const given = Object.entries(await readDatasets(paths)).map(([name, bytes]) => {
    if (typeof bytes !== 'string') return [name, bytes];
    throw new UsageError(`the dataset “${name}” is stored elsewhere: here a file is needed, ${name}=FILE`);
  });
  return Object.fromEntries(given);
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

const STATUS = ['ok', 'trap', 'exhausted'] as const;

/** An item's outcome for programs. */
export function described(item: TrialItem, { outputs }: KernelSchema) {
  const { status, fuel, milliseconds, failure } = item;
  const values = status === ITEM_STATUS.ok ? decodeRow(outputs, item.output) : null;
  return { status: STATUS[status], fuel, milliseconds, failure, values };
}

/** A line for each item: whether it is as wanted, its row if asked for, what it cost and what it gave. */
export function showItems(
  screen: Screen,
  { items, schema, rows }: Tried,
  { wrong = [], withRows = false }: { wrong?: readonly number[]; withRows?: boolean },
): void {
  items.forEach((item, i) => {
    const { status, milliseconds, failure, values } = described(item, schema);
    const mark = wrong.includes(i) || status !== 'ok' ? colors.red('✗') : colors.green('✓');
    const row = withRows ? `${listed(decodeRow(schema.inputs, rows[i]))} → ` : '';
    const outcome = values === null ? `${status}: ${failure}` : listed(values);
    const cost = `${fuel(String(item.fuel)).padStart(10)}  ${milliseconds.toFixed(2).padStart(9)} ms`;
    screen.line(`${mark} ${String(i).padStart(5)}  ${cost}  ${row}${outcome}`);
  });
}

const listed = (values: readonly Value[]): string => values.map(shown).join(', ');

const shown = (value: Value): string =>
  ArrayBuffer.isView(value)
    ? `[${Array.from(value as unknown as ArrayLike<number>)
        .slice(0, 8)
        .join(' ')}]`
    : String(value);
