/** The inputs of a job that is being made: a table with its columns chosen and all its rows read, or a range. */
import { type AxisText, axisText, type Column, checkRange, type KernelSchema } from '@manyhands/protocol';
import { type Mapping, mappedColumns, matchColumns, type TableHead } from '@manyhands/sdk';
import { computed, effect, signal } from '@preact/signals';
import { type Given, givenBy, newForm } from '../inputs/form.ts';
import { sayError } from '../saying.ts';
import { TableWorker } from './worker-line.ts';

export const form = newForm('file');

export type Reading =
  | { readonly kind: 'nothing' | 'opening' }
  | { readonly kind: 'reading'; readonly rows: number; readonly bytes: number; readonly of: number }
  /** A parameter has no column yet. */
  | { readonly kind: 'unmapped'; readonly missing: readonly string[] }
  | { readonly kind: 'ready'; readonly items: number }
  | { readonly kind: 'failed'; readonly sentence: () => string };

export const reading = signal<Reading>({ kind: 'nothing' });
export const head = signal<TableHead | null>(null);
export const mapping = signal<Mapping>({});
export const columns = signal<readonly Column[]>([]);

/** What a coordinator is asked with; null while the inputs are not ready. */
export type Source =
  | { readonly kind: 'table' }
  | { readonly kind: 'range'; readonly range: readonly AxisText[] };
export const source = signal<Source | null>(null);

let worker: TableWorker | null = null;
/** Hashes of what was sent, so that nothing is sent twice. */
let tableHash: string | null = null;
const fileHashes = new WeakMap<File, string>();

const given = computed<Given | null>(() => givenBy(form, columns.value));

/** Reads what is given, again after each change, as long as the page is open; gives what ends that. */
export function followInputs(schema: KernelSchema): () => void {
  columns.value = schema.inputs;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const now = given.value;
    clearTimeout(soon);
    forget();
    // Typed rows are read a moment after the last key.
    soon = setTimeout(() => void take(now), now?.kind === 'text' ? 400 : 0);
  });
  return () => {
    stop();
    clearTimeout(soon);
    forget();
  };
}

function forget(): void {
  worker?.end();
  worker = tableHash = null;
  head.value = source.value = null;
  reading.value = { kind: 'nothing' };
}

async function take(now: Given | null): Promise<void> {
  if (now === null) return;
  if (now.kind === 'range') return takeRange(now.axes);
  const [table, name] = now.kind === 'file' ? [now.file, now.file.name] : [new Blob([now.text]), 'rows.csv'];
  reading.value = { kind: 'opening' };
  await attempt(async (asked) => {
    const opened = await asked.ask({ kind: 'open', table, name });
    head.value = opened.head;
    mapping.value = matchColumns(columns.value, opened.head);
    await check(asked, table.size);
  });
}

async function takeRange(axes: Extract<Given, { kind: 'range' }>['axes']): Promise<void> {
  const range = columns.value.map(({ name }) => axes[name]);
  try {
    const items = checkRange(range, columns.value);
    source.value = { kind: 'range', range: range.map(axisText) };
    reading.value = { kind: 'ready', items };
  } catch (error) {
    reading.value = { kind: 'failed', sentence: () => sayError(error) };
  }
}

/** Takes another column of the table for a parameter; null: none. */
export async function choose(parameter: string, column: string | null): Promise<void> {
  mapping.value = { ...mapping.value, [parameter]: column };
  const now = given.value;
  if (now === null || now.kind === 'range') return;
  const { size } = now.kind === 'file' ? now.file : new Blob([now.text]);
  await attempt((asked) => check(asked, size));
}

async function check(asked: TableWorker, of: number): Promise<void> {
  source.value = tableHash = null;
  const missing = columns.value.filter(({ name, optional }) => !optional && mapping.value[name] === null);
  if (missing.length > 0) {
    reading.value = { kind: 'unmapped', missing: missing.map(({ name }) => name) };
    return;
  }
  reading.value = { kind: 'reading', rows: 0, bytes: 0, of };
  const named = head.value?.names === null ? columns.value : mappedColumns(columns.value, mapping.value);
  const { rows } = await asked.ask({ kind: 'check', columns: named }, (report) => {
    if (asked === worker) reading.value = { ...report, of };
  });
  if (asked !== worker) return;
  source.value = { kind: 'table' };
  reading.value = { kind: 'ready', items: rows };
}

/** What another table has taken the place of says nothing any more. */
async function attempt(what: (asked: TableWorker) => Promise<void>): Promise<void> {
  worker ??= new TableWorker();
  const asked = worker;
  try {
    await what(asked);
  } catch (error) {
    if (asked === worker) reading.value = { kind: 'failed', sentence: () => sayError(error) };
  }
}

/** The inputs as a coordinator takes them: a table is sent first, unless it was. */
export async function sendInputs(key: string): Promise<string | { range: readonly AxisText[] }> {
  if (source.value?.kind === 'range') return { range: source.value.range };
  if (tableHash !== null) return tableHash;
  worker ??= new TableWorker();
  const sent = source.value;
  const { hash } = await worker.ask({ kind: 'send', key });
  // Where other columns were chosen meanwhile, it is of the table as it was before.
  if (source.value === sent) tableHash = hash;
  return hash;
}

/** The hash of a dataset's file, which is sent first, unless it was. */
export async function sendFile(key: string, file: File): Promise<string> {
  const known = fileHashes.get(file);
  if (known !== undefined) return known;
  const sender = new TableWorker();
  try {
    const { hash } = await sender.ask({ kind: 'send-file', key, file });
    fileHashes.set(file, hash);
    return hash;
  } finally {
    sender.end();
  }
}
