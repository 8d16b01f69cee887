/** WASI calls that follow a path. */
import { setTimes, writeStatus } from './calls-files.ts';
import { ERRNO, OPEN, RIGHT, refuse } from './constants.ts';
import { Directory, type Entry, type Place } from './disk.ts';
import type { File } from './file.ts';
import type { Item } from './item.ts';
import { COPY_FUEL_PER_BYTE, PATH_FUEL_PER_BYTE } from './prices.ts';

const SLASH = 0x2f;

export const PATH_CALLS = {
  path_open,
  path_create_directory(item: Item, fd: number, path: number, length: number): void {
    let bytes = item.memory.read(path, length);
    while (bytes.length > 1 && bytes[bytes.length - 1] === SLASH) bytes = bytes.subarray(0, -1);
    item.disk.createDirectory(find(item, fd, bytes));
  },
  path_remove_directory(item: Item, fd: number, path: number, length: number): void {
    item.disk.removeDirectory(place(item, fd, path, length));
  },
  path_unlink_file(item: Item, fd: number, path: number, length: number): void {
    item.disk.removeFile(place(item, fd, path, length));
  },
  path_rename(
    item: Item,
    fd: number,
    path: number,
    length: number,
    newFd: number,
    newPath: number,
    newLength: number,
  ): void {
    item.disk.rename(place(item, fd, path, length), place(item, newFd, newPath, newLength));
  },
  path_filestat_get(
    item: Item,
    fd: number,
    _lookup: number,
    path: number,
    length: number,
    result: number,
  ): void {
    writeStatus(item, existing(item, fd, path, length), result);
  },
  path_filestat_set_times(
    item: Item,
    fd: number,
    _lookup: number,
    path: number,
    length: number,
    accessed: bigint,
    modified: bigint,
    which: number,
  ): void {
    setTimes(item, existing(item, fd, path, length), accessed, modified, which);
  },
  /** There are no links, so nothing that exists is one. */
  path_readlink(item: Item, fd: number, path: number, length: number): void {
    existing(item, fd, path, length);
    refuse(ERRNO.inval);
  },
  path_link: () => refuse(ERRNO.notsup),
  path_symlink: () => refuse(ERRNO.notsup),
};

function find(item: Item, fd: number, path: Uint8Array): Place {
  item.spend(path.length * PATH_FUEL_PER_BYTE);
  return item.disk.find(item.descriptors.directory(fd).entry, path);
}

const place = (item: Item, fd: number, path: number, length: number): Place =>
  find(item, fd, item.memory.read(path, length));

const existing = (item: Item, fd: number, path: number, length: number): Entry =>
  place(item, fd, path, length).entry ?? refuse(ERRNO.noent);

function path_open(
  item: Item,
  fd: number,
  _lookup: number,
  path: number,
  length: number,
  how: number,
  rights: bigint,
  _inherited: bigint,
  flags: number,
  result: number,
): void {
  const found = place(item, fd, path, length);
  const writes = (rights & RIGHT.write) !== 0n;
  const entry = target(item, found, how, writes);
  const reads = (rights & RIGHT.read) !== 0n;
  // Checked before the file is open, so that a bad address leaves nothing behind.
  item.memory.setU32(result, 0);
  const opened = item.descriptors.add({ entry, reads, writes, position: 0, flags: flags & 0xffff });
  item.memory.setU32(result, opened);
}

/** What is to be opened: made, checked, and cut to nothing as asked. */
function target(item: Item, found: Place, how: number, writes: boolean): Entry {
  const { entry } = found;
  if (entry === null) {
    if ((how & OPEN.create) === 0) refuse(ERRNO.noent);
    if ((how & OPEN.directory) !== 0) refuse(ERRNO.inval);
    return item.disk.createFile(found);
  }
  if ((how & OPEN.create) !== 0 && (how & OPEN.exclusive) !== 0) refuse(ERRNO.exist);
  if (entry instanceof Directory) {
    if (writes || (how & OPEN.truncate) !== 0) refuse(ERRNO.isdir);
    return entry;
  }
  if ((how & OPEN.directory) !== 0) refuse(ERRNO.notdir);
  return file(item, entry, how, writes);
}

function file(item: Item, entry: File, how: number, writes: boolean): File {
  if (entry.writable || !(writes || (how & OPEN.truncate) !== 0)) {
    if ((how & OPEN.truncate) !== 0) {
      item.spend(entry.size * COPY_FUEL_PER_BYTE);
      entry.resize(0);
    }
    return entry;
  }
  return refuse(ERRNO.acces);
}
