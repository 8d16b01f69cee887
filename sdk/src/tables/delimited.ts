import { type Column, encodeRowAt, KnownError, refuseRow } from '@manyhands/protocol';
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { cellValue, matchHeader } from './columns.ts';

/** A cell as it stood: an unquoted empty one is absent (null), `""` is an empty text. */
export type Cell = string | null;

interface Read {
  readonly record: readonly Cell[];
  readonly info: { readonly lines: number };
}

/** What of a table was read before a piece of it, so that places are counted from the table's beginning. */
export interface Before {
  readonly rows: number;
  readonly lines: number;
}
export const NOTHING_BEFORE: Before = { rows: 0, lines: 0 };

/** The records of delimited text (RFC 4180), each with the line it ends on. Throws TABLE_INVALID naming the line. */
export function readDelimited(text: string, delimiter: ',' | '\t', before = NOTHING_BEFORE): Read[] {
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
    const line = ((cause as { lines?: number }).lines ?? 1) + before.lines;
    const why = cause.message.replace(/at line \d+/, `at line ${line}`);
    throw new KnownError('TABLE_INVALID', `the table cannot be read: ${why}`, { cause, details: { line } });
  }
}

/**
 * Rows of CSV or TSV whose first record names the columns; further columns of the file are ignored. `before`: of a piece that
 * was given the header again, what stands between.
 */
export function delimitedRows(
  text: string,
  delimiter: ',' | '\t',
  columns: readonly Column[],
  before = NOTHING_BEFORE,
): Uint8Array[] {
  const [header, ...records] = readDelimited(text, delimiter, before);
  if (header === undefined) throw new KnownError('TABLE_INVALID', 'the table is empty');
  const names = header.record.map((name) => name ?? '');
  const positions = matchHeader(columns, names);
  return records.map(({ record, info }, i) => {
    const place = { row: before.rows + i + 1, line: before.lines + info.lines };
    if (record.length !== names.length)
      refuseRow(place, `has ${record.length} of ${names.length} cells; is the file truncated?`);
    const values = columns.map((column, c) =>
      cellValue(place, column, positions[c] < 0 ? null : record[positions[c]]),
    );
    return encodeRowAt(place, columns, values);
  });
}
