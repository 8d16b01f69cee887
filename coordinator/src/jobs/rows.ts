import {
  type Column,
  decodeRow,
  formatValue,
  type ItemResult,
  type Value,
  valueJson,
} from '@manyhands/protocol';
import { csvLine } from '../domain/csv.ts';

/** Formats of text, a line or a record for each item. */
export type TextFormat = 'ndjson' | 'csv';

const STATUS = ['ok', 'trap', 'exhausted'] as const;

/** What stands before the first row of CSV: the names of its columns. */
export const headerOf = (columns: readonly Column[]): string =>
  csvLine(['index', 'status', 'fuel', ...columns.map((column) => column.name)]);

/** One item's result as a line, with its line end. */
export function lineOf(
  format: TextFormat,
  columns: readonly Column[],
  { index, result }: { index: number; result: ItemResult },
): string {
  const status = STATUS[result.status];
  const values = status === 'ok' ? decodeRow(columns, result.output) : null;
  if (format === 'csv')
    return csvLine([
      String(index),
      status,
      String(result.fuel),
      ...columns.map((_, i) => (values === null ? '' : formatValue(values[i]))),
    ]);
  const cells = values === null ? [] : columns.map((column, i) => member(column.name, values[i]));
  return `{${[`"index":${index}`, `"status":"${status}"`, `"fuel":"${result.fuel}"`, ...cells].join(',')}}\n`;
}

/** Values by column as they stand in NDJSON. */
export const rowObject = (columns: readonly Column[], values: readonly Value[]): Record<string, unknown> =>
  JSON.parse(`{${columns.map((column, i) => member(column.name, values[i])).join(',')}}`);

const member = (name: string, value: Value): string => `${JSON.stringify(name)}:${valueJson(value)}`;
