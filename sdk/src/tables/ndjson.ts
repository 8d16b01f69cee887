import { type Column, type Place, refuseRow, rowFromJson } from '@manyhands/protocol';
import { NOTHING_BEFORE } from './delimited.ts';

/** Rows of newline-delimited JSON: objects by column name, or arrays in the kernel's order. */
export function ndjsonRows(text: string, columns: readonly Column[], before = NOTHING_BEFORE): Uint8Array[] {
  const rows: Uint8Array[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const place = { row: before.rows + rows.length + 1, line: before.lines + i + 1 };
    rows.push(rowFromJson(place, columns, parseLine(place, line)));
  });
  return rows;
}

function parseLine(place: Place, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    return refuseRow(place, 'is not valid JSON; is the file truncated?', cause);
  }
}
