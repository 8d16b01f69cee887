import {
  type Column,
  encodeRow,
  ITEM_STATUS,
  type ItemResult,
  jsonValue,
  KnownError,
  refuseRow,
  type Value,
  valueJson,
} from '@manyhands/protocol';
import { cellValue } from './tables/columns.ts';
import { type Content, textChunks } from './tables/content.ts';
import { type Cell, readDelimited } from './tables/delimited.ts';
import { type Piece, piecesOf } from './tables/pieces.ts';

/** One item's result. `values` are by output column, and null where the item trapped or ran out of fuel. */
export interface Row {
  readonly index: number;
  readonly status: 'ok' | 'trap' | 'exhausted';
  readonly fuel: bigint;
  readonly values: Readonly<Record<string, Value>> | null;
}

/** The columns that stand before a kernel's own in every table of results. */
export const RESULT_HEADER = ['index', 'status', 'fuel'] as const;

/** A row as it was hashed into the job's result root. */
export const resultOf = (columns: readonly Column[], row: Row): ItemResult => ({
  status: ITEM_STATUS[row.status],
  fuel: row.fuel,
  output:
    row.values === null
      ? new Uint8Array()
      : encodeRow(
          columns,
          columns.map((column) => (row.values as Record<string, Value>)[column.name]),
        ),
});

const TOP = { records: 0, lines: 0 };

/**
 * Rows of result CSV without its header, cells by position; `before` is what stands in front of the text in its file. Throws
 * ROW_INVALID or TABLE_INVALID.
 */
export function rowsFromCsv(
  text: string,
  columns: readonly Column[],
  before: Omit<Piece, 'text'> = TOP,
): Row[] {
  return readDelimited(text, ',', before.lines).map(({ record, info }, i) =>
    rowFromCells({ row: before.records + i + 1, line: before.lines + info.lines }, columns, record),
  );
}

function rowFromCells(
  place: { row: number; line: number },
  columns: readonly Column[],
  cells: readonly Cell[],
): Row {
  if (cells.length !== columns.length + RESULT_HEADER.length)
    refuseRow(place, `has ${cells.length} of ${columns.length + RESULT_HEADER.length} cells`);
  const head = headOf(place, cells[0], cells[1], cells[2]);
  if (head.status !== 'ok') return { ...head, values: null };
  const values = columns.map((column, c) => [
    column.name,
    cellValue(place, column, cells[c + RESULT_HEADER.length]),
  ]);
  return { ...head, values: Object.fromEntries(values) };
}

/** Rows of result NDJSON. Throws ROW_INVALID. */
export function rowsFromNdjson(
  text: string,
  columns: readonly Column[],
  before: Omit<Piece, 'text'> = TOP,
): Row[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    const place = { row: before.records + i + 1 };
    const json = parseObject(place, line);
    const head = headOf(place, String(json.index), String(json.status), String(json.fuel));
    if (head.status !== 'ok') return { ...head, values: null };
    const values = columns.map((column) => [column.name, jsonValue(place, column, json[column.name])]);
    return { ...head, values: Object.fromEntries(values) };
  });
}

function parseObject(place: { row: number }, line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch (cause) {
    return refuseRow(place, 'is not valid JSON', cause);
  }
}

function headOf(place: { row: number }, index: Cell, status: Cell, fuel: Cell): Omit<Row, 'values'> {
  if (index === null || !/^\d{1,15}$/.test(index)) return refuseRow(place, `“${index}” is no index`);
  if (fuel === null || !/^\d{1,20}$/.test(fuel)) return refuseRow(place, `“${fuel}” is no amount of fuel`);
  if (status === null || !Object.hasOwn(ITEM_STATUS, status))
    return refuseRow(place, `“${status}” is no item status`);
  return { index: Number(index), status: status as Row['status'], fuel: BigInt(fuel) };
}

/** Whole tables of results, as they were streamed. Throws TABLE_INVALID where the header does not fit. */
export function readResults(text: string, columns: readonly Column[]): Row[] {
  if (text.trimStart().startsWith('{')) return rowsFromNdjson(text, columns);
  const end = text.indexOf('\n');
  checkHeader(end < 0 ? text : text.slice(0, end), columns);
  return end < 0 ? [] : rowsFromCsv(text.slice(end + 1), columns);
}

/** {@link readResults} some rows at a time, of a table of any size. */
export async function* resultBatches(content: Content, columns: readonly Column[]): AsyncGenerator<Row[]> {
  const chunks = textChunks(content);
  const { value: start = '' } = await chunks.next();
  const format = start.trimStart().startsWith('{') ? 'ndjson' : 'csv';
  const all = (async function* () {
    yield start;
    yield* chunks;
  })();
  let isFirst = true;
  for await (const piece of piecesOf(all, format)) {
    if (format === 'ndjson') yield rowsFromNdjson(piece.text, columns, piece);
    else
      yield isFirst
        ? readResults(piece.text, columns)
        : rowsFromCsv(piece.text, columns, withoutHeader(piece));
    isFirst = false;
  }
}

const withoutHeader = (piece: Piece): Piece => ({ ...piece, records: piece.records - 1 });

function checkHeader(header: string, columns: readonly Column[]): void {
  const wanted = [...RESULT_HEADER, ...columns.map((column) => column.name)];
  const found = (readDelimited(header, ',')[0]?.record ?? []).join(',');
  if (found !== wanted.join(','))
    throw new KnownError(
      'TABLE_INVALID',
      `the header should be “${wanted.join(',')}”, not “${found.slice(0, 400)}”`,
    );
}

/** A row as a line of NDJSON, exactly as a coordinator writes it; with its line end. */
export function ndjsonLine(columns: readonly Column[], { index, status, fuel, values }: Row): string {
  const cells =
    values === null ? [] : columns.map(({ name }) => `${JSON.stringify(name)}:${valueJson(values[name])}`);
  return `{${[`"index":${index}`, `"status":"${status}"`, `"fuel":"${fuel}"`, ...cells].join(',')}}\n`;
}
