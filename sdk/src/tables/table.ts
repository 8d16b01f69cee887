import {
  type AxisText,
  axisText,
  beginsAsTable,
  type Column,
  checkRange,
  elementsOf,
  KnownError,
  LIMITS,
  rangeRows,
  rowFromJson,
  TableWriter,
} from '@manyhands/protocol';
import { axesOf, gridRows, rangeBatches } from './axes.ts';
import { peeked, textChunks } from './content.ts';
import { DelimitedRows } from './delimited.ts';
import { formatOfName, formatOfText, type TableFormat } from './format.ts';
import type { Inputs } from './inputs.ts';
import { ndjsonRows } from './ndjson.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { recordRows } from './records.ts';
import { sequenceRows } from './sequences.ts';
import { fileRows } from './whole-files.ts';

/** Inputs of any length are sent in tables of so many bytes: each is held once. */
const TABLE_BYTES = 64 * 1024 * 1024;

/** One encoded row an item. Throws TABLE_INVALID or ROW_INVALID saying where. */
export async function rowsOf(inputs: Inputs, columns: readonly Column[]): Promise<Uint8Array[]> {
  const rows: Uint8Array[] = [];
  for await (const batch of batchesOf(inputs, columns)) {
    if (rows.length + batch.length > LIMITS.itemsPerJob)
      throw new KnownError('TABLE_INVALID', `a table takes up to ${LIMITS.itemsPerJob} rows; there are more`);
    for (const row of batch) rows.push(row);
  }
  if (rows.length === 0) throw noRows();
  return rows;
}

const noRows = (): KnownError =>
  new KnownError('TABLE_INVALID', 'the table has no rows: there is nothing to compute');

/** The first rows, `most` at the most, of inputs of any size; no more is read. Throws as {@link rowsOf}. */
export async function firstRows(
  inputs: Inputs,
  columns: readonly Column[],
  most: number,
): Promise<Uint8Array[]> {
  const axes = axesOf(inputs, columns);
  if (axes !== null) {
    const { row } = rangeRows(axes, columns);
    return Array.from({ length: Math.min(most, checkRange(axes, columns)) }, (_, at) => row(at));
  }
  const rows: Uint8Array[] = [];
  for await (const batch of batchesOf(inputs, columns)) {
    rows.push(...batch.slice(0, most - rows.length));
    if (rows.length === most) return rows;
  }
  if (rows.length === 0) throw noRows();
  return rows;
}

/** All inputs as one table of immutable bytes. Throws BLOB_TOO_LARGE where one does not hold them. */
export async function tableOf(inputs: Inputs, columns: readonly Column[]): Promise<Uint8Array> {
  const tables = tablesOf(inputs, columns, LIMITS.blobBytes);
  const { value: table } = await tables.next();
  if (!(await tables.next()).done)
    throw new KnownError(
      'BLOB_TOO_LARGE',
      `the encoded inputs have more than ${LIMITS.blobBytes} bytes: split them`,
    );
  return table as Uint8Array;
}

/** Inputs of any length as tables of some megabytes, one after the other. Throws as {@link rowsOf}. */
export async function* tablesOf(
  inputs: Inputs,
  columns: readonly Column[],
  mostBytes = TABLE_BYTES,
): AsyncGenerator<Uint8Array> {
  let table = new TableWriter();
  for await (const batch of batchesOf(inputs, columns))
    for (const row of batch) {
      const isFull = table.size + 4 + row.length > mostBytes || table.count === LIMITS.itemsPerJob;
      if (isFull && table.count > 0) {
        yield table.finish();
        table = new TableWriter();
      }
      table.add(row);
    }
  if (table.count === 0) throw noRows();
  yield table.finish();
}

/** A coordinator's store, as inputs use it. */
export interface InputStore {
  /** Stores bytes; gives their hash. */
  put(bytes: Uint8Array): Promise<string>;
  /** Stored bytes. Throws BLOB_UNKNOWN. */
  get(hash: string): AsyncIterable<Uint8Array>;
}

/** One part of a job's inputs as a coordinator takes it: the hash of a stored table, or a range. */
export type AskedPart = string | { readonly range: readonly AxisText[] };

/**
 * Inputs as a coordinator takes them, at least one part: ranges as they are, everything else as tables that are stored.
 * All rows are read, checked and stored when this resolves.
 */
export async function askInputs(
  inputs: Inputs,
  columns: readonly Column[],
  store: InputStore,
): Promise<AskedPart[]> {
  const axes = axesOf(inputs, columns);
  if (axes !== null) {
    checkRange(axes, columns);
    return [{ range: axes.map(axisText) }];
  }
  if (inputs.kind === 'stored') return askStored(inputs, columns, store);
  const parts: string[] = [];
  for await (const table of tablesOf(inputs, columns)) parts.push(await store.put(table));
  return parts;
}

/** A stored table is named as it is; a stored file is read as if it had just come. */
async function askStored(
  { hash, format }: Extract<Inputs, { kind: 'stored' }>,
  columns: readonly Column[],
  store: InputStore,
): Promise<AskedPart[]> {
  const { start, all } = await peeked(store.get(hash), 8);
  if (!beginsAsTable(start)) return askInputs({ kind: 'table', content: all, format }, columns, store);
  await all.return(undefined);
  return [hash];
}

async function* batchesOf(inputs: Inputs, columns: readonly Column[]): AsyncGenerator<Uint8Array[]> {
  switch (inputs.kind) {
    case 'table':
      return yield* tableRows(inputs, columns);
    case 'rows':
      return yield* codedRows(inputs.rows, columns);
    case 'files':
      return yield* fileRows(inputs.files, columns);
    case 'records':
      return yield* recordRows(inputs, columns);
    case 'range':
    case 'grid': {
      const axes = axesOf(inputs, columns);
      if (axes !== null) return yield* rangeBatches(axes, columns);
      return yield* gridRows((inputs as Extract<Inputs, { kind: 'grid' }>).axes, columns);
    }
    case 'stored':
      throw new KnownError('TABLE_INVALID', 'what a coordinator stores is not here: give a file');
    default:
      return inputs satisfies never;
  }
}

/** Rows of a table of any size, some at a time. */
export async function* tableRows(
  { content, name, format }: Extract<Inputs, { kind: 'table' }>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> {
  const { known, chunks } = await formatted(textChunks(content), { name, format });
  const read = readerOf(known, columns);
  let seen = false;
  for await (const piece of piecesOf(chunks, known)) {
    seen = true;
    const rows = read(piece);
    if (rows.length > 0) yield rows;
  }
  if (!seen) throw new KnownError('TABLE_INVALID', 'the table is empty');
}

/** Text that comes in chunks, and its format: as it is given, or as name or beginning say. */
export async function formatted(
  chunks: AsyncGenerator<string>,
  { name = '', format }: { readonly name?: string; readonly format?: TableFormat },
): Promise<{ known: TableFormat; chunks: AsyncGenerator<string> }> {
  let start = '';
  while (!start.trimStart().includes('\n') && start.length < SNIFFED) {
    const { done, value } = await chunks.next();
    if (done) break;
    start += value;
  }
  const known = format ?? formatOfName(name) ?? formatOfText(start);
  return { known, chunks: withFirst(start, chunks) };
}

async function* withFirst(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

/** Reads a file's pieces one after the other. */
function readerOf(format: TableFormat, columns: readonly Column[]): (piece: Piece) => Uint8Array[] {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const rows = new DelimitedRows(format === 'csv' ? ',' : '\t', columns);
      return (piece) => rows.read(piece);
    }
    case 'ndjson':
      return (piece) => ndjsonRows(piece, columns);
    case 'fastq':
    case 'fasta':
      return (piece) => sequenceRows(piece, format, columns);
  }
}

/** Characters from which a format is told, unless the first line ends before. */
const SNIFFED = 10_000;
const ROWS_AT_ONCE = 256;

async function* codedRows(
  rows: Iterable<object> | AsyncIterable<object>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let row = 0;
  for await (const each of rows) {
    batch.push(rowFromJson({ row: ++row }, columns, plainRow(each)));
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Typed arrays as plain ones, so that rows made in code take the same way as rows of JSON. */
export const plainRow = (row: object): object =>
  Array.isArray(row)
    ? row.map(plainCell)
    : Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plainCell(cell)]));

const plainCell = (cell: unknown): unknown => (ArrayBuffer.isView(cell) ? elementsOf(cell) : cell);
