import {
  type Column,
  decodeRow,
  decodeTable,
  type Hash,
  inputLeaf,
  isKnownError,
  KnownError,
  LIMITS,
  MerkleAccumulator,
  toHex,
} from '@manyhands/protocol';
import type { FileBlobs } from '../blobs/blobs.ts';

/** Sample items of a trial. */
const SAMPLES = 8;

/**
 * Some rows that stand for all: the longest, and one of each eighth of the table, at a place that the input root
 * chooses, because every n-th row of a table often has something in common.
 */
export function sampleRows(rows: readonly Uint8Array[], inputRoot: string): Uint8Array[] {
  const count = Math.min(SAMPLES, rows.length);
  const samples = Array.from({ length: count }, (_, i) => {
    const within = Number.parseInt(inputRoot.slice(8 * i, 8 * i + 8), 16) / 2 ** 32;
    return rows[Math.floor(((i + within) * rows.length) / count)];
  });
  const longest = rows.reduce((best, row) => (row.length > best.length ? row : best));
  return samples.includes(longest) ? samples : [...samples.slice(1), longest];
}

/** Rows checked before others get a turn: quoting a large job must not disturb anybody's session. */
const ROWS_AT_ONCE = 500;

/**
 * Checks every row of a table against a kernel's columns and hashes all into the input root (64 hex digits).
 * Throws ROW_INVALID with the first bad row's number, or TABLE_INVALID.
 */
export async function checkInputs(
  rows: readonly Uint8Array[],
  columns: readonly Column[],
): Promise<{ inputRoot: string; largest: number }> {
  if (rows.length === 0) throw new KnownError('TABLE_INVALID', 'the table has no items');
  if (rows.length > LIMITS.itemsPerJob)
    throw new KnownError('TABLE_INVALID', `a job may have ${LIMITS.itemsPerJob} items, not ${rows.length}`);
  const tree = new MerkleAccumulator();
  let largest = 0;
  for (let index = 0; index < rows.length; index++) {
    checkRow(columns, rows[index], index);
    tree.append(inputLeaf(index, rows[index]));
    largest = Math.max(largest, rows[index].length);
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await new Promise((turn) => setImmediate(turn));
  }
  return { inputRoot: toHex(tree.root()), largest };
}

function checkRow(columns: readonly Column[], row: Uint8Array, index: number): void {
  if (row.length > LIMITS.rowBytes)
    throw rowInvalid(index, `has ${row.length} bytes, more than ${LIMITS.rowBytes}`);
  try {
    decodeRow(columns, row);
  } catch (error) {
    if (!isKnownError(error)) throw error;
    throw rowInvalid(index, error.message);
  }
}

/** Rows are numbered from 1, as in the researcher's file; `index` counts from 0, as items do. */
const rowInvalid = (index: number, why: string): KnownError =>
  new KnownError('ROW_INVALID', `row ${index + 1}: ${why}`, { details: { row: index + 1, index } });

/** Tables in use by running jobs, decoded once. Bounded by number; each is at most a blob. */
export class Tables {
  readonly #blobs: FileBlobs;
  readonly #kept = new Map<Hash, Promise<readonly Uint8Array[]>>();

  constructor(blobs: FileBlobs) {
    this.#blobs = blobs;
  }

  /** The rows of a stored table, as views. Throws BLOB_UNKNOWN or TABLE_INVALID. */
  rows(hash: Hash): Promise<readonly Uint8Array[]> {
    const known = this.#kept.get(hash);
    this.#kept.delete(hash);
    const rows = known ?? this.#blobs.read(hash).then(decodeTable);
    this.#kept.set(hash, rows);
    rows.catch(() => this.#kept.delete(hash));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= TABLES_KEPT) break;
      this.#kept.delete(oldest);
    }
    return rows;
  }
}

const TABLES_KEPT = 4;
