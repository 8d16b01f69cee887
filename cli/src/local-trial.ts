/** Runs items of a kernel on this machine as a coordinator tries them before a job, and shows what came of them. */
import {
  decodeRow,
  elementsOf,
  type FailureCause,
  hashOf,
  ITEM_STATUS,
  isKnownError,
  type KernelSchema,
  KnownError,
  type Value,
} from '@manyhands/protocol';
import { firstRows, type Inputs } from '@manyhands/sdk';
import {
  type Explained,
  type ExplainOptions,
  explain,
  type Profile,
  profile,
  type TrialItem,
  type TrialReply,
  trial,
  type Wanted,
} from '@manyhands/wasm-kernels';
import { colors } from './colors.ts';
import { UsageError } from './exit-codes.ts';
import { printedLines, profileLines, stackLines } from './failure-lines.ts';
import { authorsFile, type LocalKernel, prepareLocal, symbolsOf } from './kernel-input.ts';
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
  /** Why items failed, by item. */
  readonly causes: ReadonlyMap<number, FailureCause>;
  /** Runs the items once more to tell where their fuel goes. */
  profile(): Promise<Profile>;
  /** A file of the source as its author calls it. */
  readonly nameFile: (file: string) => string;
}

/** Throws REQUEST_INVALID where columns or a dataset are missing, and whatever compiling, inspecting and trying throw. */
export async function tryHere({ kernel, inputs, items, datasets }: Asked): Promise<Tried> {
  const { wasm, schema } = await prepareLocal(kernel);
  if (schema === null)
    throw new KnownError('REQUEST_INVALID', 'a module does not say what its columns are: give --schema');
  const rows = await firstRows(inputs, schema.inputs, items);
  const given = await readHere(datasets);
  const bytes = schema.datasets.map(({ name }) => named(name, given));
  const what = { wasm, datasets: bytes, inputs: rows, fuelCap: FUEL_CAP };
  const nameFile = (file: string): string => authorsFile(kernel, file);
  const tried = await trial(what).catch(async (error) => {
    throw await withStack(error, () => explainFirst(kernel, what), nameFile);
  });
  const failing = tried.items.flatMap(({ status }, i) => (status === ITEM_STATUS.ok ? [] : [i]));
  // They take seconds, and only failures and profiles need them.
  const looking = async (wanted: Wanted): Promise<ExplainOptions> => ({
    ...what,
    symbols: await symbolsOf(kernel, wanted),
  });
  const causes = failing.length === 0 ? new Map() : await causesOf(await looking('stacks'), failing);
  return { ...tried, schema, rows, causes, nameFile, profile: async () => profile(await looking('lines')) };
}

/** Of items, those that are looked into are the first ones: each may take its whole fuel. */
const MOST_LOOKED_INTO = 20;

async function causesOf(
  what: ExplainOptions,
  failing: readonly number[],
): Promise<Map<number, FailureCause>> {
  const items = failing.slice(0, MOST_LOOKED_INTO);
  const inputs = items.map((item) => what.inputs[item]);
  // What a sandbox has no time or memory for is shown without a stack.
  const explained = await explain({ ...what, inputs }).catch(onlyKnown);
  return new Map(
    (explained ?? []).flatMap(({ cause }, i) => (cause === null ? [] : [[items[i], cause] as const])),
  );
}

async function explainFirst(kernel: LocalKernel, what: ExplainOptions): Promise<Explained | undefined> {
  const [first] = await explain({
    ...what,
    symbols: await symbolsOf(kernel, 'stacks'),
    inputs: what.inputs.slice(0, 1),
  });
  return first;
}

function onlyKnown(error: unknown): null {
  if (!isKnownError(error)) throw error;
  return null;
}

/** Where all items fail a trial gives nothing but that; here it is said where the first one does. */
async function withStack(
  error: unknown,
  explainIt: () => Promise<Explained | undefined>,
  nameFile: (file: string) => string,
): Promise<unknown> {
  if (!isKnownError(error) || error.code !== 'KERNEL_TRIAL_FAILED') return error;
  const explained = await explainIt().catch(() => undefined);
  if (explained?.cause == null) return error;
  const { stack } = explained.cause;
  const more = [...printedLines(explained.printed), ...stackLines(stack, nameFile)];
  return new KnownError(error.code, [error.message, ...more].join('\n'), {
    cause: error,
    details: { ...(error.details as object), stack },
  });
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
export function described(item: TrialItem, { outputs }: KernelSchema, cause: FailureCause | null = null) {
  const { status, fuel, milliseconds, failure, printed } = item;
  const values = status === ITEM_STATUS.ok ? decodeRow(outputs, item.output) : null;
  return { status: STATUS[status], fuel, milliseconds, failure, cause, printed, values };
}

/** A line for each item: whether it is as wanted, its row if asked for, what it cost and what it gave. */
export function showItems(
  screen: Screen,
  { items, schema, rows, causes, nameFile }: Tried,
  { wrong = [], withRows = false }: { wrong?: readonly number[]; withRows?: boolean },
): void {
  items.forEach((item, i) => {
    const { status, milliseconds, failure, values } = described(item, schema);
    const mark = wrong.includes(i) || status !== 'ok' ? colors.red('✗') : colors.green('✓');
    const row = withRows ? `${listed(decodeRow(schema.inputs, rows[i]))} → ` : '';
    const cause = causes.get(i);
    const why = cause === undefined ? failure : `${cause.message} (${cause.code})`;
    const outcome = values === null ? `${status}: ${why}` : listed(values);
    const cost = `${fuel(String(item.fuel)).padStart(10)}  ${milliseconds.toFixed(2).padStart(9)} ms`;
    screen.line(`${mark} ${String(i).padStart(5)}  ${cost}  ${row}${outcome}`);
    for (const line of printedLines(item.printed, `${i} `)) screen.line(line);
    for (const line of stackLines(cause?.stack ?? [], nameFile)) screen.line(line);
  });
}

/** Where the items' fuel went; null, with the reason on the screen, where a sandbox cannot tell. */
export async function showProfile(screen: Screen, tried: Tried): Promise<Profile | null> {
  const profile = await tried.profile().catch((error) => {
    onlyKnown(error);
    screen.line(`no profile: ${error.message}`);
    return null;
  });
  if (profile === null) return null;
  for (const line of profileLines(profile, tried.nameFile)) screen.line(line);
  return profile;
}

const listed = (values: readonly Value[]): string => values.map(shown).join(', ');

const shown = (value: Value): string =>
  ArrayBuffer.isView(value) ? `[${elementsOf(value).slice(0, 8).join(' ')}]` : String(value);
