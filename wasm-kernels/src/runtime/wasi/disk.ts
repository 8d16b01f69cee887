import type { Clock } from './clock.ts';
import { ERRNO, FILE_TYPE, refuse } from './constants.ts';
import { File } from './file.ts';

/** Bytes that all scratch files of an item together may have. */
const DISK_BYTES = 64 * 1024 * 1024;
/** Files and directories that an item may make. */
const MOST_ENTRIES = 4096;
const LONGEST_PATH = 4096;
const LONGEST_NAME = 255;

export type Entry = File | Directory;

/** A directory; its entries in the order in which they were made. */
export class Directory {
  readonly type = FILE_TYPE.directory;
  readonly inode: bigint;
  readonly size = 0;
  readonly entries = new Map<string, { readonly entry: Entry; readonly cookie: number }>();
  parent: Directory | null;
  accessed: bigint;
  modified: bigint;
  /** What a listing goes on from: 0 and 1 are “.” and “..”; a removed entry's is not used again. */
  #nextCookie = 2;

  constructor(inode: bigint, parent: Directory | null, time: bigint) {
    this.inode = inode;
    this.parent = parent;
    this.accessed = time;
    this.modified = time;
  }

  set(name: string, entry: Entry): void {
    this.entries.delete(name);
    this.entries.set(name, { entry, cookie: this.#nextCookie++ });
    if (entry instanceof Directory) entry.parent = this;
  }
}

/** Where a path leads: the directory, the last name in it, and what has this name. */
export interface Place {
  readonly directory: Directory;
  /** Empty where the path is the directory itself. */
  readonly name: string;
  readonly entry: Entry | null;
}

/** The files of one item: datasets, which are only read, and scratch files. All of it ends with the item. */
export class Disk {
  readonly root: Directory;
  readonly #clock: Clock;
  #inodes = 0n;
  #entries = 0;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.root = new Directory(this.inode(), null, clock.stamp);
  }

  inode(): bigint {
    return ++this.#inodes;
  }

  /** Accounts for a file that grows (or shrinks) by so many bytes; refuses with ENOSPC. */
  grow(bytes: number): void {
    if (this.#bytes + bytes > DISK_BYTES) refuse(ERRNO.nospc);
    this.#bytes += bytes;
  }

  createFile({ directory, name }: Place): File {
    this.#count();
    const file = new File(this.inode(), this.#clock.stamp, { disk: this });
    this.#enter(directory, name, file);
    return file;
  }

  createDirectory({ directory, name, entry }: Place): void {
    if (entry !== null) refuse(ERRNO.exist);
    this.#count();
    this.#enter(directory, name, new Directory(this.inode(), directory, this.#clock.stamp));
  }

  removeFile({ directory, name, entry }: Place): void {
    if (entry === null) refuse(ERRNO.noent);
    if (entry instanceof Directory) refuse(ERRNO.isdir);
    this.#remove(directory, name);
    entry.unlink();
  }

  removeDirectory({ directory, name, entry }: Place): void {
    if (entry === null) refuse(ERRNO.noent);
    if (!(entry instanceof Directory)) refuse(ERRNO.notdir);
    if (name === '') refuse(ERRNO.inval);
    if (entry.entries.size > 0) refuse(ERRNO.notempty);
    this.#remove(directory, name);
  }

  rename(from: Place, to: Place): void {
    const { entry } = from;
    if (entry === null) refuse(ERRNO.noent);
    if (from.name === '' || to.name === '') refuse(ERRNO.inval);
    if (entry === to.entry) return;
    if (entry instanceof Directory) refuseInside(entry, to.directory);
    if (to.entry !== null) {
      if (entry instanceof Directory) this.removeDirectory(to);
      else this.removeFile(to);
    }
    from.directory.entries.delete(from.name);
    this.#enter(to.directory, to.name, entry);
  }

  /** Follows a path from a directory that it must not leave. */
  find(base: Directory, path: Uint8Array): Place {
    const names = namesOf(path);
    const way = [base];
    let place: Place = { directory: base, name: '', entry: base };
    for (const name of names) {
      if (place.entry === null) refuse(ERRNO.noent);
      if (!(place.entry instanceof Directory)) refuse(ERRNO.notdir);
      const here: Directory = place.entry;
      if (name === '.') continue;
      if (name === '..') {
        way.pop();
        const up = way[way.length - 1];
        if (up === undefined) refuse(ERRNO.notcapable);
        place = { directory: up, name: '', entry: up };
        continue;
      }
      place = { directory: here, name, entry: here.entries.get(name)?.entry ?? null };
      if (place.entry instanceof Directory) way.push(place.entry);
    }
    return place;
  }

  #enter(directory: Directory, name: string, entry: Entry): void {
    directory.set(name, entry);
    directory.modified = this.#clock.stamp;
  }

  #remove(directory: Directory, name: string): void {
    directory.entries.delete(name);
    directory.modified = this.#clock.stamp;
    this.#entries--;
  }

  #count(): void {
    if (this.#entries >= MOST_ENTRIES) refuse(ERRNO.nospc);
    this.#entries++;
  }
}

/** A directory cannot move into itself. */
function refuseInside(moved: Directory, target: Directory): void {
  for (let at: Directory | null = target; at !== null; at = at.parent) if (at === moved) refuse(ERRNO.inval);
}

/** A path's names; a slash at its end stands for “.”, so that only a directory matches. */
function namesOf(path: Uint8Array): string[] {
  if (path.length === 0) refuse(ERRNO.noent);
  if (path.length > LONGEST_PATH) refuse(ERRNO.nametoolong);
  const text = decode(path);
  if (text.includes('\0')) refuse(ERRNO.inval);
  if (text.startsWith('/')) refuse(ERRNO.notcapable);
  const names = text.split('/').filter((name) => name !== '');
  if (names.some((name) => name.length > LONGEST_NAME)) refuse(ERRNO.nametoolong);
  return text.endsWith('/') ? [...names, '.'] : names;
}

/** To make one takes longer than to use it. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(path: Uint8Array): string {
  try {
    return UTF_8.decode(path);
  } catch {
    return refuse(ERRNO.ilseq);
  }
}
