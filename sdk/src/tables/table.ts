import { type Column, encodeTable, KnownError, LIMITS } from '@manyhands/protocol';
import { delimitedRows } from './delimited.ts';
import { formatOfName, formatOfText, type TableFormat, textOf } from './format.ts';
import { ndjsonRows, rowFromJson } from './ndjson.ts';
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
  /** Whole numbers from `from` up to, but without, `to`, for a kernel of one numeric column. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

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
      return Array.from(inputs.rows, (row, i) => rowFromJson({ row: i + 1 }, columns, plain(row)));
    case 'range':
      return rangeRows(inputs.from, inputs.to, columns);
  }
}

/** Rows of a table's text. */
export function parseTable(text: string, format: TableFormat, columns: readonly Column[]): Uint8Array[] {
  switch (format) {
    case 'csv':
      return delimitedRows(text, ',', columns);
    case 'tsv':
      return delimitedRows(text, '\t', columns);
    case 'ndjson':
      return ndjsonRows(text, columns);
    case 'fastq':
    case 'fasta':
      return sequenceRows(text, format, columns);
  }
}

/** Typed arrays as plain ones, so that rows made in code take the same way as rows of JSON. */
const plain = (row: object): object =>
  Array.isArray(row)
    ? row.map(plainCell)
    : Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plainCell(cell)]));

const plainCell = (cell: unknown): unknown =>
  ArrayBuffer.isView(cell) ? Array.from(cell as unknown as Iterable<unknown>) : cell;

function rangeRows(from: number, to: number, columns: readonly Column[]): Uint8Array[] {
  if (columns.length !== 1 || columns[0].type === 'string')
    throw new KnownError('TABLE_INVALID', 'a range of numbers needs a kernel of one numeric column');
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to - from > LIMITS.itemsPerJob)
    throw new KnownError(
      'TABLE_INVALID',
      `${from} … ${to} is no range of up to ${LIMITS.itemsPerJob} numbers`,
    );
  return Array.from({ length: Math.max(0, to - from) }, (_, i) =>
    rowFromJson({ row: i + 1 }, columns, [from + i]),
  );
}
