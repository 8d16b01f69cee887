/** The beginning of a table, as it is shown before somebody decides which column is which. */
import { type Column, decodeRow, KnownError } from '@manyhands/protocol';
import { readDelimited } from './delimited.ts';
import type { TableFormat } from './format.ts';
import { openTable, type TableBytes } from './reading.ts';
import { partNamed, sequenceRows } from './sequences.ts';

export interface TableHead {
  readonly format: TableFormat;
  /** Of its columns; null where rows are arrays, which follow the kernel's order. */
  readonly names: readonly string[] | null;
  /** The first rows, cell by cell in the order of the names; null: absent. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Reads no further than the first rows. Throws TABLE_INVALID. */
export async function tableHead(table: TableBytes, most: number): Promise<TableHead> {
  const { format, pieces } = await openTable(table);
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.split('\n').length > LINES * most) break;
  }
  if (text.trim() === '') throw new KnownError('TABLE_INVALID', 'the table is empty');
  return { format, ...headOf(text, format, most) };
}

/** Of a record at most, as FASTQ has them; longer ones are all there anyway. */
const LINES = 5;

function headOf(text: string, format: TableFormat, most: number): Omit<TableHead, 'format'> {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const [header, ...records] = readDelimited(text, format === 'csv' ? ',' : '\t');
      const rows = records.slice(0, most).map(({ record }) => record);
      return { names: header.record.map((name) => name ?? ''), rows };
    }
    case 'ndjson':
      return headOfJson(text, most);
    case 'fastq':
    case 'fasta': {
      const names = format === 'fastq' ? ['id', 'sequence', 'quality'] : ['id', 'sequence'];
      const columns = names.map((name): Column => ({ name, type: 'string', optional: false, doc: '' }));
      const rows = sequenceRows(text, format, columns).slice(0, most);
      return { names, rows: rows.map((row) => decodeRow(columns, row).map(String)) };
    }
  }
}

function headOfJson(text: string, most: number): Omit<TableHead, 'format'> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.slice(0, most).map(parsed);
  if (rows.some(Array.isArray))
    return { names: null, rows: rows.map((row) => Object.values(row).map(cellText)) };
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    names,
    rows: rows.map((row) => names.map((name) => cellText((row as Record<string, unknown>)[name]))),
  };
}

function parsed(line: string, at: number): object {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row === 'object' && row !== null) return row;
  } catch {}
  throw new KnownError('TABLE_INVALID', `row ${at + 1} is neither an object nor an array of JSON`);
}

const cellText = (cell: unknown): string | null =>
  cell === undefined || cell === null ? null : typeof cell === 'string' ? cell : JSON.stringify(cell);

/** Which column of a table each column of a kernel takes. */
export type Mapping = Readonly<Record<string, string | null>>;

/** By name, whatever the case; of sequences also by the usual other names. Null where nothing fits. */
export function matchColumns(columns: readonly Column[], { format, names }: TableHead): Mapping {
  const given = names ?? columns.map(({ name }) => name);
  const texts = columns.filter(({ type }) => type === 'string');
  const found = (column: Column): string | null => {
    const same = given.find((name) => name === column.name);
    const alike = given.find((name) => name.trim().toLowerCase() === column.name.toLowerCase());
    if (same ?? alike) return same ?? alike ?? null;
    if (format !== 'fasta' && format !== 'fastq') return null;
    const part =
      partNamed(column.name) ?? (texts.length === 1 && column.type === 'string' ? 'sequence' : null);
    return part !== null && given.includes(part) ? part : null;
  };
  return Object.fromEntries(columns.map((column) => [column.name, found(column)]));
}

/** No table has a column of this name. */
const ABSENT = '\0';

/** A kernel's columns under the names of the table's, to read the table by. */
export const mappedColumns = (columns: readonly Column[], mapping: Mapping): Column[] =>
  columns.map((column) => ({ ...column, name: mapping[column.name] ?? ABSENT }));
