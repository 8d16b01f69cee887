/** What a job that keeps a fold delivers. */
import { type Column, type FoldLine, type Keep, KnownError, refuseRow } from '@manyhands/protocol';
import { type Row, readResults } from './rows.ts';
import { readDelimited } from './tables/delimited.ts';

/** One bin of a histogram: from `low` up to but without `high`, but for the last one of a histogram with bounds. */
export interface FoldBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Sums and the like over what is final so far. `values` are by name, as `sum(x)`, and histograms by theirs, as `hist(z,50)`; whole
 * numbers beyond 2^53 are bigints, and null is said of a mean or extreme of nothing.
 */
export interface ReducedFold {
  readonly kind: 'reduced';
  /** How many items it covers: all of them once the job is certified. */
  readonly items: number;
  readonly values: Readonly<Record<string, number | bigint | null>>;
  readonly histograms: Readonly<Record<string, readonly FoldBin[]>>;
  /** As it was delivered: CSV. */
  readonly csv: string;
}

/** The rows of a top, the best first, or those that fit a condition, in the order of items. */
export interface FoldedRows {
  readonly kind: 'rows';
  readonly items: number;
  readonly rows: readonly Row[];
  readonly csv: string;
}

export type JobFold = ReducedFold | FoldedRows;

/** What a coordinator sent of a fold; throws ROW_INVALID or TABLE_INVALID. */
export function foldFrom(csv: string, keep: Keep, columns: readonly Column[], items: number): JobFold {
  if (keep.reduce === undefined) return { kind: 'rows', items, rows: readResults(csv, columns), csv };
  const lines = readFoldLines(csv);
  const values: Record<string, number | bigint | null> = {};
  const histograms: Record<string, FoldBin[]> = {};
  for (const { fold, low, high, value } of lines) {
    if (low === '' && high === '') values[fold] = valueFrom(value);
    else {
      histograms[fold] ??= [];
      // Where all numbers are infinite there is no bin whose edge could be told.
      histograms[fold].push({ low: Number(low || high), high: Number(high || low), count: Number(value) });
    }
  }
  return { kind: 'reduced', items, values, histograms, csv };
}

function valueFrom(text: string): number | bigint | null {
  if (text === '') return null;
  const value = Number(text);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value;
}

const HEADER = ['fold', 'low', 'high', 'value'] as const;

/** The table of a reduction, from CSV or NDJSON as it was delivered. */
export function readFoldLines(text: string): FoldLine[] {
  if (text.trimStart().startsWith('{')) return linesFromNdjson(text);
  const [header, ...records] = readDelimited(text, ',');
  const found = (header?.record ?? []).join(',');
  if (found !== HEADER.join(','))
    throw new KnownError('TABLE_INVALID', `the header should be “${HEADER.join(',')}”, not “${found}”`);
  return records.map(({ record, info }, i) =>
    lineFrom(
      { row: i + 1, line: info.lines },
      Object.fromEntries(HEADER.map((name, c) => [name, record[c] ?? ''])),
    ),
  );
}

const linesFromNdjson = (text: string): FoldLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return lineFrom({ row: i + 1 }, JSON.parse(line));
      } catch (cause) {
        return refuseRow({ row: i + 1 }, 'is not valid JSON', cause);
      }
    });

function lineFrom(place: { row: number; line?: number }, line: Record<string, unknown>): FoldLine {
  const { fold, low, high, value } = line;
  if (![fold, low, high, value].every((cell) => typeof cell === 'string'))
    return refuseRow(place, 'is no line of a fold');
  return { fold, low, high, value } as FoldLine;
}
