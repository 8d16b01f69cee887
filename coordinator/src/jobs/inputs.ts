import {
  axisOf,
  axisText,
  type Column,
  type ComputedRows,
  checkRange,
  decodeRow,
  decodeTable,
  type Hash,
  type ItemIndex,
  inputLeaf,
  isKnownError,
  type JobId,
  KnownError,
  LIMITS,
  MerkleAccumulator,
  pack,
  rangeRoot,
  rangeRows,
  toHex,
} from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findInputs, type PartSource, type StoredPart } from '../db/jobs/find-inputs.ts';
import type { InputRows } from '../dispatch/ports.ts';
import type { Tables } from './tables.ts';

/** Sample items of a trial. */
const SAMPLES = 8;

/** What a researcher names as inputs: a stored table, or a range with one axis for each column. */
export type AskedInputs =
  | { readonly table: Hash }
  | { readonly range: readonly { from: string; to: string; step?: string }[] };

/** Inputs of which every row is known to fit. */
export interface CheckedInputs {
  readonly source: PartSource;
  readonly count: number;
  /** 64 hex digits. */
  readonly root: string;
  /** Bytes of the longest row. */
  readonly largest: number;
  /** Some items that stand for all, and their rows. */
  readonly sampled: readonly number[];
  samples(): Promise<Uint8Array[]>;
}

/**
 * Checks inputs against a kernel's columns and hashes them into their root. A table is read once, page by page; a range
 * costs the same whatever it counts. Throws ROW_INVALID with the first bad row's number, or TABLE_INVALID.
 */
export async function checkInputs(
  tables: Tables,
  asked: AskedInputs,
  columns: readonly Column[],
): Promise<CheckedInputs> {
  return 'table' in asked ? checkTable(tables, asked.table, columns) : checkedRange(asked.range, columns);
}

/** Where the rows will come from, as it is stored; nothing of it is checked. */
export const sourceOf = (asked: AskedInputs): PartSource =>
  'table' in asked
    ? { kind: 'table', table: asked.table }
    : { kind: 'range', range: asked.range.map((axis) => axisText(axisOf(axis))) };

function checkedRange(
  texts: readonly { from: string; to: string; step?: string }[],
  columns: readonly Column[],
): CheckedInputs {
  const range = texts.map(axisOf);
  const count = checkRange(range, columns);
  const root = rangeRoot(range);
  const { row } = rangeRows(range, columns);
  const source = { kind: 'range', range: range.map(axisText) } as const;
  const sampled = samplePlaces(count, root);
  const samples = async () => sampled.map(row);
  return { source, count, root, largest: row(0).length, sampled, samples };
}

async function checkTable(tables: Tables, table: Hash, columns: readonly Column[]): Promise<CheckedInputs> {
  const count = await tables.count(table);
  if (count === 0) throw new KnownError('TABLE_INVALID', 'the table has no items');
  if (count > LIMITS.itemsPerJob)
    throw new KnownError('TABLE_INVALID', `a table may have ${LIMITS.itemsPerJob} items, not ${count}`);
  const tree = new MerkleAccumulator();
  const longest = { at: 0, bytes: -1 };
  for await (const page of tables.pages(table))
    for (let at = page.first; at < page.first + page.count; at++) {
      const row = page.row(at);
      checkRow(columns, row, at);
      tree.append(inputLeaf(at, row));
      if (row.length > longest.bytes) Object.assign(longest, { at, bytes: row.length });
      if (at % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await new Promise((turn) => setImmediate(turn));
    }
  const root = toHex(tree.root());
  const sampled = samplePlaces(count, root, longest.at);
  const samples = () => Promise.all(sampled.map(async (at) => (await tables.rows(table, at, 1)).row(at)));
  return { source: { kind: 'table', table }, count, root, largest: longest.bytes, sampled, samples };
}

/** Rows checked before others get a turn: quoting a large job must not disturb anybody's session. */
const ROWS_AT_ONCE = 500;

/**
 * Places of rows that stand for all: one in each eighth, where the root chooses, because every n-th row of a table
 * often has something in common; and the longest, if one is known to be.
 */
export function samplePlaces(count: number, root: string, longest?: number): number[] {
  const wanted = Math.min(SAMPLES, count);
  const places = Array.from({ length: wanted }, (_, i) => {
    const within = Number.parseInt(root.slice(8 * i, 8 * i + 8), 16) / 2 ** 32;
    return Math.floor(((i + within) * count) / wanted);
  });
  return longest === undefined || places.includes(longest) ? places : [...places.slice(1), longest];
}

/** Throws ROW_INVALID unless the bytes are one row of these columns; `index` counts from 0, as items do. */
export function checkRow(columns: readonly Column[], row: Uint8Array, index: number): void {
  if (row.length > LIMITS.rowBytes)
    throw rowInvalid(index, `has ${row.length} bytes, more than ${LIMITS.rowBytes}`);
  try {
    decodeRow(columns, row);
  } catch (error) {
    if (!isKnownError(error)) throw error;
    throw rowInvalid(index, error.message);
  }
}

/** Rows are numbered from 1, as in the researcher's file. */
const rowInvalid = (index: number, why: string): KnownError =>
  new KnownError('ROW_INVALID', `row ${index + 1}: ${why}`, { details: { row: index + 1, index } });

/** Jobs whose last used part is remembered, so that a job of one part is looked up once. */
const PARTS_KEPT = 256;

interface KnownPart {
  readonly part: StoredPart;
  readonly columns: readonly Column[];
}

/** The rows of running jobs, a slice at a time. Holds no rows itself. */
export class Inputs {
  readonly #db: Db;
  readonly #tables: Tables;
  readonly #known = new Map<JobId, KnownPart>();

  constructor(db: Db, tables: Tables) {
    this.#db = db;
    this.#tables = tables;
  }

  /** The rows of `count` items from `first` on, which the job must have; all are in memory once this resolves. */
  async rows(job: JobId, first: number, count: number): Promise<InputRows> {
    const parts = await this.#parts(job, first, first + count);
    const pieces = await Promise.all(
      parts.map(async ({ part, columns }) => {
        const from = Math.max(first, part.first);
        const end = Math.min(first + count, part.first + part.count);
        return { from, end, start: part.first, rows: await this.#rowsOf(part, columns, { from, end }) };
      }),
    );
    return joined(pieces);
  }

  async #parts(job: JobId, first: number, end: number): Promise<KnownPart[]> {
    const known = this.#known.get(job);
    // A part never changes once it is there.
    if (known && first >= known.part.first && end <= known.part.first + known.part.count) return [known];
    const { parts, columns } = await findInputs(this.#db, job, first, end);
    this.#known.delete(job);
    if (parts.length > 0) this.#known.set(job, { part: parts[parts.length - 1], columns });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= PARTS_KEPT) break;
      this.#known.delete(oldest);
    }
    return parts.map((part) => ({ part, columns }));
  }

  /** The rows of a part by their place in it. */
  async #rowsOf(
    { first, source }: StoredPart,
    columns: readonly Column[],
    { from, end }: { readonly from: number; readonly end: number },
  ): Promise<ComputedRows> {
    switch (source.kind) {
      case 'range':
        return rangeRows(source.range.map(axisOf), columns);
      case 'rows':
        return rowsIn(decodeTable(source.rows));
      case 'table':
        return this.#tables.rows(source.table, from - first, end - from);
    }
  }
}

const rowsIn = (rows: readonly Uint8Array[]): ComputedRows => ({
  heldBytes: rows.reduce((sum, row) => sum + row.length, 0),
  row: (at) => rows[at],
  run: (first, count) => pack(rows.slice(first, first + count)),
});

/** A stretch of items within one part, which begins at item `start`. */
interface Piece {
  readonly from: number;
  readonly end: number;
  readonly start: number;
  readonly rows: ComputedRows;
}

/** Pieces that follow one another, by item. */
function joined(pieces: readonly Piece[]): InputRows {
  const pieceOf = (item: number): Piece => {
    const piece = pieces.find(({ from, end }) => item >= from && item < end);
    if (piece === undefined) throw new RangeError(`item ${item} was not asked for`);
    return piece;
  };
  const row = (item: ItemIndex): Uint8Array => {
    const { rows, start } = pieceOf(item);
    return rows.row(item - start);
  };
  return {
    heldBytes: pieces.reduce((sum, { rows }) => sum + (rows.heldBytes ?? 0), 0),
    row,
    run: (first, count) => {
      const { rows, start, end } = pieceOf(first);
      if (first + count <= end) return rows.run(first - start, count);
      return pack(Array.from({ length: count }, (_, i) => row((first + i) as ItemIndex)));
    },
  };
}
