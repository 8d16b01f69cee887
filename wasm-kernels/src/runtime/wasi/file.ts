import { KernelAbort } from '../abort.ts';
import { ERRNO, FILE_TYPE, refuse } from './constants.ts';
import type { Disk } from './disk.ts';

/** Whose bytes a file holds and what happens where it becomes too large. */
export type Keeping =
  /** A scratch file: ENOSPC where the disk is full. */
  | { readonly disk: Disk }
  /** A dataset or the standard input: shared with all items, never written. */
  | { readonly bytes: Uint8Array }
  /** A standard output: a trap, so that no result is silently cut short. */
  | { readonly limit: number }
  /** What nobody asked for: only the first bytes are kept, for messages. */
  | { readonly keep: number };

const EMPTY = new Uint8Array();

/** The bytes of one file. */
export class File {
  readonly type = FILE_TYPE.file;
  readonly inode: bigint;
  readonly writable: boolean;
  accessed: bigint;
  modified: bigint;
  readonly #keeping: Keeping;
  /** At least as long as the file. */
  #buffer: Uint8Array;
  #size: number;
  #opened = 0;
  #linked = true;

  constructor(inode: bigint, time: bigint, keeping: Keeping) {
    this.inode = inode;
    this.accessed = time;
    this.modified = time;
    this.#keeping = keeping;
    this.writable = !('bytes' in keeping);
    this.#buffer = 'bytes' in keeping ? keeping.bytes : EMPTY;
    this.#size = this.#buffer.length;
  }

  get size(): number {
    return this.#size;
  }

  /** All bytes: a view. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }

  /** What stands at an offset, at most so many bytes: a view. */
  read(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(offset, Math.min(offset + length, this.#size));
  }

  /** Writes at an offset; a gap before it becomes zeros. */
  write(offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const fitting = this.#fit(offset + bytes.length);
    if (offset < fitting) this.#buffer.set(bytes.subarray(0, fitting - offset), offset);
  }

  /** Makes it this long. */
  resize(size: number): void {
    if (size > this.#size) {
      this.#fit(size);
      return;
    }
    this.#buffer.fill(0, size, this.#size);
    this.#setSize(size);
  }

  open(): void {
    this.#opened++;
  }

  close(): void {
    this.#opened--;
    this.#giveBack();
  }

  /** Its name is gone; its bytes stay until it is closed. */
  unlink(): void {
    this.#linked = false;
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#linked || this.#opened > 0 || !this.writable) return;
    this.#setSize(0);
    this.#buffer = EMPTY;
  }

  /** Grows to `end`, or as far as it may; gives where that is. */
  #fit(end: number): number {
    const keeping = this.#keeping;
    if ('limit' in keeping && end > keeping.limit)
      throw new KernelAbort(`the program's output has more than ${keeping.limit} bytes`);
    const reached = 'keep' in keeping ? Math.min(end, keeping.keep) : end;
    if (reached > this.#size) {
      this.#setSize(reached);
      this.#reserve(reached);
    }
    return reached;
  }

  #setSize(size: number): void {
    if ('disk' in this.#keeping) this.#keeping.disk.grow(size - this.#size);
    this.#size = size;
  }

  #reserve(capacity: number): void {
    if (capacity <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(capacity, 2 * this.#buffer.length, 1024));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

/** An offset that a program gave, as a number; refuses with EINVAL or EFBIG. */
export function offsetOf(offset: bigint): number {
  if (offset < 0n) refuse(ERRNO.inval);
  if (offset > BigInt(Number.MAX_SAFE_INTEGER)) refuse(ERRNO.fbig);
  return Number(offset);
}
