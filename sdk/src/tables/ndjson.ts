import type { Column } from '@manyhands/protocol';
import { encodeAt, jsonValue, type Place, refuseRow } from './columns.ts';

/** Rows of newline-delimited JSON: objects by column name, or arrays in the kernel's order. */
export function ndjsonRows(text: string, columns: readonly Column[]): Uint8Array[] {
  const rows: Uint8Array[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const place = { row: rows.length + 1, line: i + 1 };
    rows.push(rowFromJson(place, columns, parseLine(place, line)));
  });
  return rows;
}

/** One row from an object or array; throws ROW_INVALID. */
export function rowFromJson(place: Place, columns: readonly Column[], json: unknown): Uint8Array {
  if (json === null || typeof json !== 'object') return refuseRow(place, 'is neither an object nor an array');
  const cells = Array.isArray(json)
    ? (json as unknown[])
    : columns.map((column) => (json as Record<string, unknown>)[column.name]);
  if (cells.length !== columns.length)
    return refuseRow(place, `has ${cells.length} of ${columns.length} columns`);
  return encodeAt(
    place,
    columns,
    columns.map((column, i) => jsonValue(place, column, cells[i])),
  );
}

function parseLine(place: Place, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    return refuseRow(place, 'is not valid JSON; is the file truncated?', cause);
  }
}
