import { existsSync, statSync } from 'node:fs';
import type { Column } from '@manyhands/protocol';
import { UsageError } from '../exit-codes.ts';

/** As what results are written; docs/CLI.md says what each holds. */
export const OUT_FORMATS = ['csv', 'ndjson', 'parquet', 'bin', 'files'] as const;
export type OutFormat = (typeof OUT_FORMATS)[number];

const ENDINGS: Readonly<Record<string, OutFormat>> = {
  csv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
  bin: 'bin',
};

/** The format that was asked for, or that a name says: a folder is for one file an item, and CSV is the rest. */
export function outFormat(out: string, asked?: OutFormat): OutFormat {
  const isFolder = out.endsWith('/') || (existsSync(out) && statSync(out).isDirectory());
  if (isFolder && asked !== undefined && asked !== 'files')
    throw new UsageError(`${out} is a folder, and ${asked} is one file: name a file with --out`);
  if (asked !== undefined) return asked;
  if (isFolder) return 'files';
  return ENDINGS[out.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'csv';
}

/** Lines are written as they come, and a broken run goes on behind them; the rest is made of such a file at the end. */
export type LineFormat = 'csv' | 'ndjson';

export const lineFormat = (format: OutFormat): LineFormat => (format === 'ndjson' ? 'ndjson' : 'csv');

/** Where rows are kept until the last one: the result itself, or a file beside it. */
export const rowsPath = (out: string, format: OutFormat): string =>
  format === 'csv' || format === 'ndjson' ? out : `${out.replace(/\/+$/, '')}.rows.csv`;

/** The one column that is a file's content, or null where a file holds the encoded row. */
export function contentColumn(columns: readonly Column[]): Column | null {
  const [only, ...others] = columns;
  const isContent = only !== undefined && (only.type === 'string' || only.type === 'Uint8Array');
  return others.length === 0 && isContent ? only : null;
}
