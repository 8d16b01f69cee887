/** Tables of any size as a page reads them: what is held is a piece of the text, and the packed rows. */
import { type Column, KnownError, LIMITS, TableWriter as Table } from '@manyhands/protocol';
import { textChunks } from './content.ts';
import type { TableFormat } from './format.ts';
import { piecesOf } from './pieces.ts';
import { formatted, tableRows } from './table.ts';

/** A table's bytes as they come, gzip or not; the format comes from the name or the first characters unless given. */
export interface TableBytes {
  readonly bytes: ReadableStream<Uint8Array>;
  readonly name?: string;
  readonly format?: TableFormat;
}

/** A table's text in pieces of whole records, and what it is written in. */
export interface TablePieces {
  readonly format: TableFormat;
  readonly pieces: AsyncGenerator<string>;
}

/** Opens a table. Throws TABLE_INVALID, at once or while it is read, where it is neither UTF-8 nor intact gzip. */
export async function openTable({ bytes, name, format }: TableBytes): Promise<TablePieces> {
  const { known, chunks } = await formatted(textChunks(chunksOf(bytes)), { name, format });
  return { format: known, pieces: textsOf(piecesOf(chunks, known)) };
}

async function* textsOf(pieces: AsyncIterable<{ readonly text: string }>): AsyncGenerator<string> {
  for await (const { text } of pieces) yield text;
}

async function* chunksOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Encoded rows, some at a time. Throws TABLE_INVALID or ROW_INVALID saying where. */
export const readTable = (
  { bytes, name, format }: TableBytes,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> =>
  tableRows({ kind: 'table', content: chunksOf(bytes), name, format }, columns);

/** Gathers encoded rows for a table of inputs, and refuses at once what a job cannot take. */
export class TableWriter {
  readonly #table = new Table();

  get rows(): number {
    return this.#table.count;
  }

  /** Throws TABLE_INVALID or BLOB_TOO_LARGE. */
  add(rows: readonly Uint8Array[]): void {
    for (const row of rows) this.#table.add(row);
    if (this.rows > LIMITS.itemsPerJob)
      throw new KnownError(
        'TABLE_INVALID',
        `the table has more than ${LIMITS.itemsPerJob} rows, which is what a job takes`,
      );
    if (this.#table.size > LIMITS.blobBytes)
      throw new KnownError(
        'BLOB_TOO_LARGE',
        `the encoded inputs have more than ${LIMITS.blobBytes} bytes: split the job`,
      );
  }

  /** The bytes that a coordinator stores. Throws TABLE_INVALID without rows. */
  finish(): Uint8Array {
    if (this.rows === 0) throw new KnownError('TABLE_INVALID', 'the table has no rows');
    return this.#table.finish();
  }
}
