import {
  type Axis,
  type AxisText,
  axisText,
  type Column,
  checkRange,
  encodeTable,
  KnownError,
  LIMITS,
  rangeRows,
  rowFromJson,
} from '@manyhands/protocol';
import { type Before, delimitedRows } from './delimited.ts';
import { formatOfName, formatOfText, type TableFormat, textOf } from './format.ts';
import { ndjsonRows } from './ndjson.ts';
import { sequenceRows } from './sequences.ts';

/** What a job's items are made of. */
export type Inputs =
  /** A file's bytes (gzip or not) or text; the format comes from its name or its first characters unless given. */
  | {
      readonly kind: 'table';
      readonly content: Uint8Array | string;
      readonly name?: string;
      readonly format?: TableFormat;
    }
  /** Objects by column name, or arrays in the kernel's order. */
  | { readonly kind: 'rows'; readonly rows: Iterable<object> }
  /** For a kernel of one numeric column. */
  | ({ readonly kind: 'range' } & Stride)
  /** Every combination of several columns, by name; the kernel's last column runs fastest. */
  | { readonly kind: 'grid'; readonly axes: Readonly<Record<string, Stride>> };

/** Whole numbers from `from` towards, but without, `to`, in steps of 1 or `step`. */
export interface Stride {
  readonly from: number | bigint;
  readonly to: number | bigint;
  readonly step?: number | bigint;
}

/** The axes of a range or grid in the order of the kernel's columns; null for inputs of another kind. */
export function axesOf(inputs: Inputs, columns: readonly Column[]): Axis[] | null {
  if (inputs.kind === 'range') return [axisFrom(inputs)];
  if (inputs.kind !== 'grid') return null;
  const stray = Object.keys(inputs.axes).find((name) => columns.every((column) => column.name !== name));
  if (stray !== undefined) throw new KnownError('TABLE_INVALID', `the kernel has no column “${stray}”`);
  return columns.map(({ name }) => {
    if (!Object.hasOwn(inputs.axes, name))
      throw new KnownError('TABLE_INVALID', `the grid has no axis for the column “${name}”`);
    return axisFrom(inputs.axes[name]);
  });
}

function axisFrom({ from, to, step = 1 }: Stride): Axis {
  for (const number of [from, to, step])
    if (typeof number !== 'bigint' && !Number.isSafeInteger(number))
      throw new KnownError('TABLE_INVALID', `${number} is no whole number; beyond 2^53 write bigints`);
  return { from: BigInt(from), to: BigInt(to), step: BigInt(step) };
}

/** One encoded row an item. Throws TABLE_INVALID or ROW_INVALID saying where. */
export async function rowsOf(inputs: Inputs, columns: readonly Column[]): Promise<Uint8Array[]> {
  const rows = await readRows(inputs, columns);
  if (rows.length === 0) throw new KnownError('TABLE_INVALID', 'the table has no rows');
  if (rows.length > LIMITS.itemsPerJob)
    throw new KnownError(
      'TABLE_INVALID',
      `the table has ${rows.length} rows; a job takes up to ${LIMITS.itemsPerJob}`,
    );
  return rows;
}

/** The first rows, `most` at the most, of inputs of any size. Throws as {@link rowsOf}. */
export async function firstRows(
  inputs: Inputs,
  columns: readonly Column[],
  most: number,
): Promise<Uint8Array[]> {
  const axes = axesOf(inputs, columns);
  if (axes === null) return (await rowsOf(inputs, columns)).slice(0, most);
  const count = Math.min(most, checkRange(axes, columns));
  const { row } = rangeRows(axes, columns);
  return Array.from({ length: count }, (_, at) => row(at));
}

/** {@link rowsOf} as the immutable bytes that a coordinator stores. */
export async function tableOf(inputs: Inputs, columns: readonly Column[]): Promise<Uint8Array> {
  const table = encodeTable(await rowsOf(inputs, columns));
  if (table.length > LIMITS.blobBytes)
    throw new KnownError(
      'BLOB_TOO_LARGE',
      `the encoded inputs have ${table.length} bytes; at most ${LIMITS.blobBytes} are allowed: split the job`,
    );
  return table;
}

async function readRows(inputs: Inputs, columns: readonly Column[]): Promise<Uint8Array[]> {
  switch (inputs.kind) {
    case 'table': {
      const text = typeof inputs.content === 'string' ? inputs.content : await textOf(inputs.content);
      return parseTable(
        text,
        inputs.format ?? formatOfName(inputs.name ?? '') ?? formatOfText(text),
        columns,
      );
    }
    case 'rows':
      return Array.from(inputs.rows, (row, i) => rowFromJson({ row: i + 1 }, columns, plainRow(row)));
    case 'range':
    case 'grid':
      return rowsOfRange(axesOf(inputs, columns) ?? [], columns);
  }
}

/** Inputs as a coordinator takes them: a range as it is, everything else as a table that is uploaded. */
export async function askInputs(
  inputs: Inputs,
  columns: readonly Column[],
  upload: (bytes: Uint8Array) => Promise<string>,
): Promise<string | { range: AxisText[] }> {
  const axes = axesOf(inputs, columns);
  if (axes === null) return upload(await tableOf(inputs, columns));
  checkRange(axes, columns);
  return { range: axes.map(axisText) };
}

/** Rows of a table's text, or of a piece of it. */
export function parseTable(
  text: string,
  format: TableFormat,
  columns: readonly Column[],
  before?: Before,
): Uint8Array[] {
  switch (format) {
    case 'csv':
      return delimitedRows(text, ',', columns, before);
    case 'tsv':
      return delimitedRows(text, '\t', columns, before);
    case 'ndjson':
      return ndjsonRows(text, columns, before);
    case 'fastq':
    case 'fasta':
      return sequenceRows(text, format, columns, before);
  }
}

/** Typed arrays as plain ones, so that rows made in code take the same way as rows of JSON. */
export const plainRow = (row: object): object =>
  Array.isArray(row)
    ? row.map(plainCell)
    : Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plainCell(cell)]));

const plainCell = (cell: unknown): unknown =>
  ArrayBuffer.isView(cell) ? Array.from(cell as unknown as Iterable<unknown>) : cell;

function rowsOfRange(range: readonly Axis[], columns: readonly Column[]): Uint8Array[] {
  const count = checkRange(range, columns);
  if (count > LIMITS.itemsPerJob)
    throw new KnownError('TABLE_INVALID', `a table takes up to ${LIMITS.itemsPerJob} of the ${count} rows`);
  const { row } = rangeRows(range, columns);
  return Array.from({ length: count }, (_, at) => row(at));
}
