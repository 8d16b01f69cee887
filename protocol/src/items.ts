import { u32Bytes } from './bytes.ts';
import { KnownError } from './errors.ts';

/** Byte strings laid end to end, with their lengths in a column of little-endian u32. */
export interface Packed {
  readonly lengths: Uint8Array;
  readonly bytes: Uint8Array;
}

export function pack(parts: readonly Uint8Array[]): Packed {
  const lengths = new Uint8Array(4 * parts.length);
  const view = new DataView(lengths.buffer);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    view.setUint32(4 * i, part.length, true);
    bytes.set(part, at);
    at += part.length;
  });
  return { lengths, bytes };
}

/** The parts again, as views; throws FRAME_INVALID where lengths and bytes disagree. */
export function unpack(packed: Packed): Uint8Array[] {
  const { lengths, bytes } = packed;
  if (lengths.length % 4 !== 0) throw new KnownError('FRAME_INVALID', 'a column of lengths is cut short');
  const view = new DataView(lengths.buffer, lengths.byteOffset, lengths.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < lengths.length; i += 4) {
    const end = at + view.getUint32(i, true);
    if (end > bytes.length) throw new KnownError('FRAME_INVALID', 'lengths exceed the bytes that follow');
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) throw new KnownError('FRAME_INVALID', 'bytes are left over after the last length');
  return parts;
}

/** Rows of consecutive items, for whoever sends them. */
export interface InputRows {
  /** One item's input; a view, not a copy. */
  row(item: number): Uint8Array;
  /** `count` items from `first` on, end to end. */
  run(first: number, count: number): Packed;
  /** Of memory that they take as long as they are kept; absent: none worth counting, they are computed. */
  readonly heldBytes?: number;
}

/** {@link InputRows} of rows that are all there, the first of them item `first`. */
export function rowsOf(first: number, rows: readonly Uint8Array[]): InputRows {
  const { lengths, bytes } = pack(rows);
  const starts = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) starts[i + 1] = starts[i] + rows[i].length;
  return {
    heldBytes: bytes.length + lengths.length + starts.byteLength,
    row: (item) => bytes.subarray(starts[item - first], starts[item - first + 1]),
    run: (from, count) => ({
      lengths: lengths.subarray(4 * (from - first), 4 * (from - first + count)),
      bytes: bytes.subarray(starts[from - first], starts[from - first + count]),
    }),
  };
}

const TABLE_MAGIC = 0x3149484d; // “MHI1”, little-endian

/**
 * A job's inputs as immutable bytes: magic, item count, the lengths (u32 each), then the encoded rows end to end.
 * Named by its hash like every blob.
 */
export function encodeTable(rows: readonly Uint8Array[]): Uint8Array {
  const table = new TableWriter();
  for (const row of rows) table.add(row);
  return table.finish();
}

/** {@link encodeTable} row by row: a row may be let go once it is added. */
export class TableWriter {
  #lengths = new Uint32Array(16);
  #bytes = new Uint8Array(256);
  #count = 0;
  #size = 0;

  /** Rows so far, and the bytes of the table that they make. */
  get count(): number {
    return this.#count;
  }

  get size(): number {
    return 8 + 4 * this.#count + this.#size;
  }

  add(row: Uint8Array): void {
    if (this.#count === this.#lengths.length) this.#lengths = grown(this.#lengths, 1, Uint32Array);
    if (this.#size + row.length > this.#bytes.length)
      this.#bytes = grown(this.#bytes, row.length, Uint8Array);
    this.#lengths[this.#count++] = row.length;
    this.#bytes.set(row, this.#size);
    this.#size += row.length;
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.size);
    whole.set(u32Bytes(TABLE_MAGIC), 0);
    whole.set(u32Bytes(this.#count), 4);
    const view = new DataView(whole.buffer);
    for (let i = 0; i < this.#count; i++) view.setUint32(8 + 4 * i, this.#lengths[i], true);
    whole.set(this.#bytes.subarray(0, this.#size), 8 + 4 * this.#count);
    return whole;
  }
}

function grown<T extends Uint8Array | Uint32Array>(
  full: T,
  more: number,
  Kind: { new (length: number): T },
): T {
  const wider = new Kind(Math.max(2 * full.length, full.length + more));
  wider.set(full);
  return wider;
}

/** Whether bytes begin as {@link encodeTable} makes them. */
export const beginsAsTable = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === TABLE_MAGIC;

/** The rows as views; throws TABLE_INVALID on a malformed or truncated table. */
export function decodeTable(table: Uint8Array): Uint8Array[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (!beginsAsTable(table))
    throw new KnownError('TABLE_INVALID', 'this is not a table of items; encode it with the SDK or CLI');
  const count = view.getUint32(4, true);
  const start = 8 + 4 * count;
  if (start > table.length) throw new KnownError('TABLE_INVALID', `the table of ${count} items is truncated`);
  try {
    return unpack({ lengths: table.subarray(8, start), bytes: table.subarray(start) });
  } catch (cause) {
    throw new KnownError('TABLE_INVALID', `the table of ${count} items is truncated or has bytes left over`, {
      cause,
    });
  }
}
