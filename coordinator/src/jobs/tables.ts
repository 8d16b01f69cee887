/** Stored tables, read a few rows at a time: a coordinator never holds a whole one. */
import { type Hash, KnownError, type Packed, u32Bytes } from '@manyhands/protocol';
import { type FileBlobs, unknownBlob } from '../blobs/blobs.ts';

/** Rows between two remembered offsets. */
const MARK_ROWS = 1024;
/** Lengths read at once where a table is looked through. */
const LENGTHS_AT_ONCE = 256 * MARK_ROWS;
/** Bytes of rows read at once where a table is looked through; a single row may be longer. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** All indexes kept in memory. Each takes 8 bytes for {@link MARK_ROWS} rows. */
const INDEX_BYTES = 8 * 1024 * 1024;
const MOST_INDEXES = 1000;
const HEADER_BYTES = 8;

/** What is remembered of a table, so that any of its rows is found by reading at most {@link MARK_ROWS} lengths. */
interface TableIndex {
  readonly hash: Hash;
  readonly count: number;
  /** Where every {@link MARK_ROWS}th row begins in the blob. */
  readonly marks: Float64Array;
}

/** Consecutive rows of a table, in memory. */
export interface Page {
  readonly first: number;
  readonly count: number;
  /** Of memory that it takes. */
  readonly heldBytes: number;
  /** A row by its place in the table, as a view. */
  row(at: number): Uint8Array;
  /** Consecutive ones, as views. */
  run(first: number, count: number): Packed;
}

export type TableBlobs = Pick<FileBlobs, 'size' | 'readAt'>;

export class Tables {
  readonly #blobs: TableBlobs;
  readonly #kept = new Map<Hash, Promise<TableIndex>>();
  /** Bytes of the indexes that are made. */
  readonly #sizes = new Map<Hash, number>();

  constructor(blobs: TableBlobs) {
    this.#blobs = blobs;
  }

  /** How many rows a table has. Throws BLOB_UNKNOWN or TABLE_INVALID. */
  async count(hash: Hash): Promise<number> {
    return (await this.#index(hash)).count;
  }

  /** Rows of a stored table, which must have them. Two reads, of about as many bytes as the rows have. */
  async rows(hash: Hash, first: number, count: number): Promise<Page> {
    const index = await this.#index(hash);
    const mark = Math.floor(first / MARK_ROWS);
    const lengths = await this.#lengths(hash, mark * MARK_ROWS, first + count);
    const skipped = first - mark * MARK_ROWS;
    let start = index.marks[mark] ?? 0;
    for (let i = 0; i < skipped; i++) start += lengths[i];
    return this.#page(hash, { first, start, lengths: lengths.subarray(skipped) });
  }

  /** All rows in order, some megabytes at a time. */
  async *pages(hash: Hash): AsyncGenerator<Page> {
    const { count, marks } = await this.#index(hash);
    let start = marks[0] ?? 0;
    for (let at = 0; at < count; at += MARK_ROWS) {
      const lengths = await this.#lengths(hash, at, Math.min(count, at + MARK_ROWS));
      for (let done = 0; done < lengths.length; ) {
        const end = pageEnd(lengths, done);
        const page = { first: at + done, start, lengths: lengths.subarray(done, end) };
        yield await this.#page(hash, page);
        start += sumOf(page.lengths);
        done = end;
      }
    }
  }

  async #page(
    hash: Hash,
    { first, start, lengths }: { first: number; start: number; lengths: Uint32Array },
  ): Promise<Page> {
    const ends = new Float64Array(lengths.length);
    let end = 0;
    lengths.forEach((length, i) => {
      end += length;
      ends[i] = end;
    });
    const bytes = await this.#blobs.readAt(hash, start, end);
    if (bytes.length < end) throw truncated();
    const between = (from: number, to: number): Uint8Array =>
      bytes.subarray(from === first ? 0 : ends[from - first - 1], to === first ? 0 : ends[to - first - 1]);
    return {
      first,
      count: lengths.length,
      heldBytes: bytes.length + lengths.byteLength + ends.byteLength,
      row: (at) => between(at, at + 1),
      run: (from, count) => ({
        lengths: packedLengths(lengths.subarray(from - first, from - first + count)),
        bytes: between(from, from + count),
      }),
    };
  }

  /** Lengths of the rows from `first` to before `end`. */
  async #lengths(hash: Hash, first: number, end: number): Promise<Uint32Array> {
    const bytes = await this.#blobs.readAt(hash, HEADER_BYTES + 4 * first, 4 * (end - first));
    if (bytes.length < 4 * (end - first)) throw truncated();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return Uint32Array.from({ length: end - first }, (_, i) => view.getUint32(4 * i, true));
  }

  #index(hash: Hash): Promise<TableIndex> {
    const known = this.#kept.get(hash);
    if (known !== undefined) {
      // The oldest go first, so what is used again becomes the newest.
      this.#kept.delete(hash);
      this.#kept.set(hash, known);
      return known;
    }
    const made = this.#makeIndex(hash);
    this.#kept.set(hash, made);
    made.then(
      (index) => this.#keep(index),
      () => this.#kept.delete(hash),
    );
    return made;
  }

  /** Forgets the indexes used longest ago while all together are too large. */
  #keep(made: TableIndex): void {
    this.#sizes.set(made.hash, made.marks.byteLength);
    let bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [hash] of this.#kept) {
      if (bytes <= INDEX_BYTES && this.#kept.size <= MOST_INDEXES) return;
      if (!this.#sizes.has(hash) || hash === made.hash) continue;
      bytes -= this.#sizes.get(hash) ?? 0;
      this.#sizes.delete(hash);
      this.#kept.delete(hash);
    }
  }

  /** Reads all lengths once, and no row. */
  async #makeIndex(hash: Hash): Promise<TableIndex> {
    const size = await this.#blobs.size(hash);
    if (size === null) throw unknownBlob(hash);
    const head = await this.#blobs.readAt(hash, 0, HEADER_BYTES);
    if (head.length < HEADER_BYTES || !MAGIC.every((byte, i) => head[i] === byte))
      throw new KnownError('TABLE_INVALID', 'this is not a table of items; encode it with the SDK or CLI');
    const count = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    let next = HEADER_BYTES + 4 * count;
    if (next > size) throw truncated();
    const marks = new Float64Array(Math.ceil(count / MARK_ROWS));
    for (let at = 0; at < count; at += LENGTHS_AT_ONCE) {
      const lengths = await this.#lengths(hash, at, Math.min(count, at + LENGTHS_AT_ONCE));
      lengths.forEach((length, i) => {
        if (i % MARK_ROWS === 0) marks[(at + i) / MARK_ROWS] = next;
        next += length;
      });
    }
    if (next !== size) throw truncated();
    return { hash, count, marks };
  }
}

/** “MHI1”, as protocol's encodeTable writes it. */
const MAGIC = u32Bytes(0x3149484d);

function packedLengths(lengths: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * lengths.length);
  const view = new DataView(bytes.buffer);
  lengths.forEach((length, i) => {
    view.setUint32(4 * i, length, true);
  });
  return bytes;
}

const truncated = (): KnownError =>
  new KnownError('TABLE_INVALID', 'the table is truncated or has bytes left over');

const sumOf = (lengths: Uint32Array): number => lengths.reduce((sum, length) => sum + length, 0);

/** Behind which row a page of rows from `from` on ends. */
function pageEnd(lengths: Uint32Array, from: number): number {
  let bytes = lengths[from];
  let end = from + 1;
  while (end < lengths.length && bytes + lengths[end] <= PAGE_BYTES) bytes += lengths[end++];
  return end;
}
