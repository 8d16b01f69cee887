import { ERRNO, refuse } from './constants.ts';
import { Directory } from './disk.ts';
import type { File } from './file.ts';

/** Files that an item may have open. */
const MOST_OPEN = 1024;

/** An open file or directory. */
export interface Open {
  readonly entry: File | Directory;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Offset in bytes of the next read or write. */
  position: number;
  flags: number;
  /** Under which path a directory was there from the beginning. */
  readonly preopened?: Uint8Array;
}
export type OpenFile = Open & { readonly entry: File };
export type OpenDirectory = Open & { readonly entry: Directory };

/** What an item has open, by number. */
export class Descriptors {
  readonly #open: (Open | null)[];

  constructor(first: readonly Open[]) {
    this.#open = [...first];
  }

  add(open: Open): number {
    const free = this.#open.indexOf(null);
    const fd = free < 0 ? this.#open.length : free;
    if (fd >= MOST_OPEN) refuse(ERRNO.mfile);
    this.#open[fd] = open;
    if (!(open.entry instanceof Directory)) open.entry.open();
    return fd;
  }

  find(fd: number): Open | null {
    return this.#open[fd >>> 0] ?? null;
  }

  any(fd: number): Open {
    return this.find(fd) ?? refuse(ERRNO.badf);
  }

  file(fd: number): OpenFile {
    const open = this.any(fd);
    return open.entry instanceof Directory ? refuse(ERRNO.badf) : (open as OpenFile);
  }

  readable(fd: number): OpenFile {
    const open = this.file(fd);
    return open.reads ? open : refuse(ERRNO.badf);
  }

  writable(fd: number): OpenFile {
    const open = this.file(fd);
    return open.writes ? open : refuse(ERRNO.badf);
  }

  directory(fd: number): OpenDirectory {
    const open = this.any(fd);
    return open.entry instanceof Directory ? (open as OpenDirectory) : refuse(ERRNO.notdir);
  }

  close(fd: number): void {
    const { entry } = this.any(fd);
    this.#open[fd >>> 0] = null;
    if (!(entry instanceof Directory)) entry.close();
  }

  /** `to` becomes what `from` was, and `from` is closed. */
  renumber(from: number, to: number): void {
    const moved = this.any(from);
    this.any(to);
    if (from === to) return;
    this.close(to);
    this.#open[to >>> 0] = moved;
    this.#open[from >>> 0] = null;
  }
}
