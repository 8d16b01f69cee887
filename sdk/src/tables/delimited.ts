import { type Column, encodeRowAt, KnownError, type Place, refuseRow } from '@manyhands/protocol';
// The build for browsers, which brings a Buffer of its own: the other one ends every page that loads it.
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { cellValue, matchHeader } from './columns.ts';
import type { Piece } from './pieces.ts';

/** A cell as it stood: an unquoted empty one is absent (null), `""` is an empty text. */
export type Cell = string | null;

type Delimiter = ',' | '\t';

interface Read {
  readonly record: readonly Cell[];
  readonly info: { readonly lines: number };
}

/**
 * The records of delimited text (RFC 4180), each with the line it ends on; `before` counts the lines of the file in front
 * of the text. Throws TABLE_INVALID naming the line.
 */
export function readDelimited(text: string, delimiter: Delimiter, before = 0): Read[] {
  return isPlain(text) ? readPlain(text, delimiter) : readQuoted(text, delimiter, before);
}

/** No quotes, and line ends of one kind: then a table is what its line ends and delimiters say. */
const isPlain = (text: string): boolean =>
  !text.includes('"') && (!text.includes('\r') || !/\r(?!\n)|(?<!\r)\n/.test(text));

/** What {@link readQuoted} gives for such text, in a tenth of the time: the parser looks at each character and each cell. */
function readPlain(text: string, delimiter: Delimiter): Read[] {
  const lines = text.replace(/^\ufeff/, '').split(text.includes('\r') ? '\r\n' : '\n');
  const read: Read[] = [];
  for (let i = 0; i < lines.length; i++)
    if (lines[i] !== '') read.push({ record: cellsOf(lines[i], delimiter), info: { lines: i + 1 } });
  return read;
}

function cellsOf(line: string, delimiter: Delimiter): Cell[] {
  const cells: Cell[] = line.split(delimiter);
  for (let i = 0; i < cells.length; i++) if (cells[i] === '') cells[i] = null;
  return cells;
}

function readQuoted(text: string, delimiter: Delimiter, before: number): Read[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      cast: (cell, context) => (cell === '' && !context.quoting ? null : cell),
    }) as unknown as Read[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw unreadable(cause, before);
  }
}

function unreadable(cause: CsvError, before: number): KnownError {
  const line = before + ((cause as { lines?: number }).lines ?? 1);
  // The parser counts from the beginning of what it was given.
  const why = cause.message.replace(/ at line \d+/, '').replace(/,? ?value is .*$/, '');
  return new KnownError(
    'TABLE_INVALID',
    `the table cannot be read at line ${line}: ${why}; a cell with quotes, commas or line ends stands in quotes, its own quotes doubled`,
    { cause, details: { line } },
  );
}

/** Rows of CSV or TSV whose first record names the columns; further columns of the file are ignored. */
export class DelimitedRows {
  readonly #delimiter: Delimiter;
  readonly #columns: readonly Column[];
  #header: { readonly names: number; readonly positions: readonly number[] } | null = null;

  constructor(delimiter: Delimiter, columns: readonly Column[]) {
    this.#delimiter = delimiter;
    this.#columns = columns;
  }

  /** The rows of the file's next piece; its first one has the header. */
  read({ text, records, lines }: Piece): Uint8Array[] {
    const found = readDelimited(text, this.#delimiter, lines);
    // A file may begin with empty lines.
    if (found.length === 0) return [];
    const isFirst = this.#header === null;
    const header = this.#header ?? this.#readHeader(found[0].record);
    // Places count from 1, and the header is a record.
    const before = isFirst ? 0 : records - 1;
    return found.slice(isFirst ? 1 : 0).map(({ record, info }, i) => {
      const place = { row: before + i + 1, line: lines + info.lines };
      if (record.length !== header.names) refuseLength(place, record.length, header.names);
      const values = this.#columns.map((column, c) => {
        const at = header.positions[c];
        return cellValue(place, column, at < 0 ? null : record[at]);
      });
      return encodeRowAt(place, this.#columns, values);
    });
  }

  #readHeader(record: readonly Cell[]) {
    const names = record.map((name) => name ?? '');
    this.#header = { names: names.length, positions: matchHeader(this.#columns, names) };
    return this.#header;
  }
}

function refuseLength(place: Place, cells: number, names: number): never {
  const hint =
    cells < names ? 'is the file truncated?' : 'a cell with the separator in it has to stand in quotes';
  return refuseRow(place, `has ${cells} of ${names} cells; ${hint}`);
}
