import { type Column, encodeRowAt, KnownError, refuseRow } from '@manyhands/protocol';
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { cellValue, matchHeader } from './columns.ts';

/** A cell as it stood: an unquoted empty one is absent (null), `""` is an empty text. */
export type Cell = string | null;

interface Read {
  readonly record: readonly Cell[];
  readonly info: { readonly lines: number };
}

/** The records of delimited text (RFC 4180), each with the line it ends on. Throws TABLE_INVALID naming the line. */
export function readDelimited(text: string, delimiter: ',' | '\t'): Read[] {
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
    throw new KnownError('TABLE_INVALID', `the table cannot be read: ${cause.message}`, {
      cause,
      details: { line: (cause as { lines?: number }).lines },
    });
  }
}

/** Rows of CSV or TSV whose first record names the columns; further columns of the file are ignored. */
export function delimitedRows(text: string, delimiter: ',' | '\t', columns: readonly Column[]): Uint8Array[] {
  const [header, ...records] = readDelimited(text, delimiter);
  if (header === undefined) throw new KnownError('TABLE_INVALID', 'the table is empty');
  const names = header.record.map((name) => name ?? '');
  const positions = matchHeader(columns, names);
  return records.map(({ record, info }, i) => {
    const place = { row: i + 1, line: info.lines };
    if (record.length !== names.length)
      refuseRow(place, `has ${record.length} of ${names.length} cells; is the file truncated?`);
    const values = columns.map((column, c) =>
      cellValue(place, column, positions[c] < 0 ? null : record[positions[c]]),
    );
    return encodeRowAt(place, columns, values);
  });
}
