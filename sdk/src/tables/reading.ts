/** Tables of any size, read and encoded some rows at a time: what is held is a piece of the text, and the packed rows. */
import { type Column, joinTable, KnownError, LIMITS, type Packed, pack } from '@manyhands/protocol';
import { type Before, NOTHING_BEFORE } from './delimited.ts';
import { formatOfName, formatOfText, type TableFormat } from './format.ts';
import { piecesOf } from './pieces.ts';
import { parseTable } from './table.ts';

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

/** Characters from which a format is told, unless the first line ends before. */
const SNIFFED = 10_000;

/** Opens a table. Throws TABLE_INVALID, at once or while it is read, where it is neither UTF-8 nor intact gzip. */
export async function openTable({ bytes, name = '', format }: TableBytes): Promise<TablePieces> {
  const texts = textsOf(bytes);
  let begin = '';
  while (begin.length < SNIFFED && !begin.trimStart().includes('\n')) {
    const { done, value } = await texts.next();
    if (done) break;
    begin += value;
  }
  const found = format ?? formatOfName(name) ?? formatOfText(begin);
  return { format: found, pieces: piecesOf(startingWith(begin, texts), found) };
}

async function* startingWith<T>(begin: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield begin;
  yield* rest;
}

async function* textsOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of plainChunks(bytes)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    throw new KnownError('TABLE_INVALID', 'the table is neither UTF-8 text nor intact gzip', { cause });
  }
}

/** The bytes themselves, or what they hold if they are gzip, which its first two bytes say. */
async function* plainChunks(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = chunksOf(bytes);
  let begin = new Uint8Array();
  while (begin.length < 2) {
    const { done, value } = await chunks.next();
    if (done) break;
    begin = joined(begin, value);
  }
  const whole = startingWith(begin, chunks);
  yield* begin[0] === 0x1f && begin[1] === 0x8b ? unzipped(whole) : whole;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function unzipped(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const zipped = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return chunksOf(zipped.pipeThrough(new DecompressionStream('gzip')));
}

async function* chunksOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Encoded rows, some at a time. Throws TABLE_INVALID or ROW_INVALID saying where. */
export async function* readTable(
  table: TableBytes,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> {
  const { format, pieces } = await openTable(table);
  const hasHeader = format === 'csv' || format === 'tsv';
  let before: Before = NOTHING_BEFORE;
  /** What each piece is given in front of it: the record that names the columns. */
  let header = '';
  for await (const piece of hasHeader ? fromFirstRecord(pieces) : pieces) {
    const rows = parseTable(header + piece, format, columns, before);
    if (rows.length > 0) yield rows;
    const lines = before.lines + countLines(header + piece);
    if (hasHeader && header === '') header = firstRecord(piece);
    before = { rows: before.rows + rows.length, lines: lines - countLines(header) };
  }
}

/** Empty lines that a table begins with come together with what follows. */
async function* fromFirstRecord(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let blank: string | null = '';
  for await (const piece of pieces) {
    if (blank === null) yield piece;
    else if ((blank + piece).trim() === '') blank += piece;
    else {
      yield blank + piece;
      blank = null;
    }
  }
}

/** With its line end; empty lines before it count as part of it. */
function firstRecord(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === '\n' && !quoted && text.slice(0, at).trim() !== '') return text.slice(0, at + 1);
  }
  return `${text}\n`;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Gathers encoded rows for a table of inputs, and refuses at once what a job cannot take. */
export class TableWriter {
  readonly #packs: Packed[] = [];
  #bytes = 8;
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Throws TABLE_INVALID or BLOB_TOO_LARGE. */
  add(rows: readonly Uint8Array[]): void {
    const packed = pack(rows);
    this.#packs.push(packed);
    this.#rows += rows.length;
    this.#bytes += packed.lengths.length + packed.bytes.length;
    if (this.#rows > LIMITS.itemsPerJob)
      throw new KnownError(
        'TABLE_INVALID',
        `the table has more than ${LIMITS.itemsPerJob} rows, which is what a job takes`,
      );
    if (this.#bytes > LIMITS.blobBytes)
      throw new KnownError(
        'BLOB_TOO_LARGE',
        `the encoded inputs have more than ${LIMITS.blobBytes} bytes: split the job`,
      );
  }

  /** The bytes that a coordinator stores. Throws TABLE_INVALID without rows. */
  finish(): Uint8Array {
    if (this.#rows === 0) throw new KnownError('TABLE_INVALID', 'the table has no rows');
    return joinTable(this.#packs);
  }
}
