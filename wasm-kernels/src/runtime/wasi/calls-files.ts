/** WASI calls about what is open. */
import {
  ALL_RIGHTS,
  APPEND,
  ERRNO,
  FILE_TYPE,
  RIGHT,
  refuse,
  SET_TIMES,
  WHENCE,
  WRITE_RIGHTS,
} from './constants.ts';
import type { Open, OpenFile } from './descriptors.ts';
import { Directory, type Entry } from './disk.ts';
import { offsetOf } from './file.ts';
import type { Item } from './item.ts';
import { COPY_FUEL_PER_BYTE, LISTED_FUEL, VECTOR_FUEL } from './prices.ts';

const IO_VECTOR_BYTES = 8;
const MOST_IO_VECTORS = 1024;
const FILE_STATUS_BYTES = 64;
const DIRECTORY_ENTRY_BYTES = 24;

export const FILE_CALLS = {
  fd_read(item: Item, fd: number, vectors: number, count: number, result: number): void {
    const open = item.descriptors.readable(fd);
    const read = readInto(item, open, open.position, vectors, count);
    open.position += read;
    item.memory.setU32(result, read);
  },
  fd_pread(item: Item, fd: number, vectors: number, count: number, offset: bigint, result: number): void {
    const open = item.descriptors.readable(fd);
    item.memory.setU32(result, readInto(item, open, offsetOf(offset), vectors, count));
  },
  fd_write(item: Item, fd: number, vectors: number, count: number, result: number): void {
    const open = item.descriptors.writable(fd);
    if (open.flags & APPEND) open.position = open.entry.size;
    const written = writeFrom(item, open, open.position, vectors, count);
    open.position += written;
    item.memory.setU32(result, written);
  },
  fd_pwrite(item: Item, fd: number, vectors: number, count: number, offset: bigint, result: number): void {
    const open = item.descriptors.writable(fd);
    item.memory.setU32(result, writeFrom(item, open, offsetOf(offset), vectors, count));
  },
  fd_seek(item: Item, fd: number, by: bigint, whence: number, result: number): void {
    const open = item.descriptors.file(fd);
    open.position = offsetOf(originOf(open, whence) + by);
    item.memory.setU64(result, BigInt(open.position));
  },
  fd_tell(item: Item, fd: number, result: number): void {
    item.memory.setU64(result, BigInt(item.descriptors.file(fd).position));
  },
  fd_close: (item: Item, fd: number) => item.descriptors.close(fd),
  fd_renumber: (item: Item, from: number, to: number) => item.descriptors.renumber(from, to),

  // Nothing waits to be written, and there is nothing that advice could make faster.
  fd_sync: (item: Item, fd: number) => void item.descriptors.any(fd),
  fd_datasync: (item: Item, fd: number) => void item.descriptors.any(fd),
  fd_advise: (item: Item, fd: number) => void item.descriptors.file(fd),

  fd_allocate(item: Item, fd: number, offset: bigint, length: bigint): void {
    const { entry } = item.descriptors.writable(fd);
    const end = offsetOf(offsetBig(offset) + offsetBig(length));
    if (end > entry.size) resize(item, entry, end);
  },
  fd_filestat_set_size(item: Item, fd: number, size: bigint): void {
    resize(item, item.descriptors.writable(fd).entry, offsetOf(size));
  },

  fd_fdstat_get(item: Item, fd: number, result: number): void {
    const open = item.descriptors.any(fd);
    const { memory } = item;
    memory.write(result, new Uint8Array(24));
    memory.setU8(result, open.entry.type);
    memory.setU16(result + 2, open.flags);
    memory.setU64(result + 8, rightsOf(open));
    memory.setU64(result + 16, open.entry.type === FILE_TYPE.directory ? ALL_RIGHTS : 0n);
  },
  fd_fdstat_set_flags(item: Item, fd: number, flags: number): void {
    item.descriptors.any(fd).flags = flags & 0xffff;
  },
  // Rights are nobody's protection here: what is open reads or writes as it was opened.
  fd_fdstat_set_rights: (item: Item, fd: number) => void item.descriptors.any(fd),
  fd_filestat_get(item: Item, fd: number, result: number): void {
    writeStatus(item, item.descriptors.any(fd).entry, result);
  },
  fd_filestat_set_times(item: Item, fd: number, accessed: bigint, modified: bigint, which: number): void {
    setTimes(item, item.descriptors.any(fd).entry, accessed, modified, which);
  },

  fd_prestat_get(item: Item, fd: number, result: number): void {
    const path = item.descriptors.any(fd).preopened ?? refuse(ERRNO.badf);
    item.memory.setU32(result, 0);
    item.memory.setU32(result + 4, path.length);
  },
  fd_prestat_dir_name(item: Item, fd: number, pointer: number, length: number): void {
    const path = item.descriptors.any(fd).preopened ?? refuse(ERRNO.badf);
    if (length >>> 0 < path.length) refuse(ERRNO.nametoolong);
    item.memory.write(pointer, path);
  },

  fd_readdir,

  sock_accept: noSocket,
  sock_recv: noSocket,
  sock_send: noSocket,
  sock_shutdown: noSocket,
};

function noSocket(item: Item, fd: number): never {
  item.descriptors.any(fd);
  return refuse(ERRNO.notsock);
}

/** A signed 64-bit integer of the program that must not be negative. */
const offsetBig = (value: bigint): bigint => (value < 0n ? refuse(ERRNO.inval) : value);

interface Vector {
  readonly pointer: number;
  readonly length: number;
}

function vectorsOf({ memory }: Item, pointer: number, count: number): Vector[] {
  if (count >>> 0 > MOST_IO_VECTORS) refuse(ERRNO.inval);
  return Array.from({ length: count }, (_, i) => {
    const at = (pointer >>> 0) + i * IO_VECTOR_BYTES;
    return { pointer: memory.u32(at), length: memory.u32(at + 4) };
  });
}

function readInto(item: Item, open: OpenFile, offset: number, vectors: number, count: number): number {
  let read = 0;
  for (const { pointer, length } of vectorsOf(item, vectors, count)) {
    const found = open.entry.read(offset + read, length);
    item.memory.write(pointer, found);
    read += found.length;
    item.spend(VECTOR_FUEL + found.length * COPY_FUEL_PER_BYTE);
    if (found.length < length) break;
  }
  return read;
}

function writeFrom(item: Item, open: OpenFile, offset: number, vectors: number, count: number): number {
  let written = 0;
  for (const { pointer, length } of vectorsOf(item, vectors, count)) {
    const bytes = item.memory.read(pointer, length);
    growing(item, open.entry.size, offset + written);
    open.entry.write(offset + written, bytes);
    written += bytes.length;
    item.spend(VECTOR_FUEL + bytes.length * COPY_FUEL_PER_BYTE);
  }
  if (written > 0) open.entry.modified = item.clock.stamp;
  return written;
}

function resize(item: Item, entry: OpenFile['entry'], size: number): void {
  growing(item, Math.min(entry.size, size), Math.max(entry.size, size));
  entry.resize(size);
  entry.modified = item.clock.stamp;
}

/** Zeros that the host writes are paid like bytes. */
function growing(item: Item, from: number, to: number): void {
  if (to > from) item.spend((to - from) * COPY_FUEL_PER_BYTE);
}

function originOf(open: OpenFile, whence: number): bigint {
  switch (whence) {
    case WHENCE.start:
      return 0n;
    case WHENCE.current:
      return BigInt(open.position);
    case WHENCE.end:
      return BigInt(open.entry.size);
    default:
      return refuse(ERRNO.inval);
  }
}

function rightsOf({ reads, writes, entry }: Open): bigint {
  if (entry instanceof Directory) return ALL_RIGHTS & ~(RIGHT.read | WRITE_RIGHTS);
  return ALL_RIGHTS & ~(reads ? 0n : RIGHT.read) & ~(writes ? 0n : WRITE_RIGHTS);
}

export function writeStatus({ memory }: Item, entry: Entry, at: number): void {
  memory.write(at, new Uint8Array(FILE_STATUS_BYTES));
  memory.setU64(at + 8, entry.inode);
  memory.setU8(at + 16, entry.type);
  memory.setU64(at + 24, 1n);
  memory.setU64(at + 32, BigInt(entry.size));
  memory.setU64(at + 40, entry.accessed);
  memory.setU64(at + 48, entry.modified);
  memory.setU64(at + 56, entry.modified);
}

export function setTimes(item: Item, entry: Entry, accessed: bigint, modified: bigint, which: number): void {
  const asked = (exact: number, now: number): boolean => {
    if ((which & exact) !== 0 && (which & now) !== 0) refuse(ERRNO.inval);
    return (which & (exact | now)) !== 0;
  };
  const setAccessed = asked(SET_TIMES.accessed, SET_TIMES.accessedNow);
  const setModified = asked(SET_TIMES.modified, SET_TIMES.modifiedNow);
  const { stamp } = item.clock;
  if (setAccessed) entry.accessed = which & SET_TIMES.accessed ? accessed : stamp;
  if (setModified) entry.modified = which & SET_TIMES.modified ? modified : stamp;
}

/** Fills the buffer with entries from a cookie on; what does not fit any more is cut off, as preview-1 wants it. */
function fd_readdir(
  item: Item,
  fd: number,
  pointer: number,
  length: number,
  cookie: bigint,
  result: number,
): void {
  const directory = item.descriptors.directory(fd).entry;
  const room = length >>> 0;
  item.memory.check(pointer, room);
  let used = 0;
  for (const each of listing(directory)) {
    item.spend(LISTED_FUEL);
    if (BigInt(each.cookie) < BigInt.asUintN(64, cookie)) continue;
    const bytes = directoryEntry(each).subarray(0, room - used);
    item.memory.write((pointer >>> 0) + used, bytes);
    item.spend(bytes.length * COPY_FUEL_PER_BYTE);
    used += bytes.length;
    if (used === room) break;
  }
  item.memory.setU32(result, used);
}

interface Listed {
  readonly name: string;
  readonly entry: Entry;
  readonly cookie: number;
}

function* listing(directory: Directory): Generator<Listed> {
  yield { name: '.', entry: directory, cookie: 0 };
  yield { name: '..', entry: directory.parent ?? directory, cookie: 1 };
  for (const [name, { entry, cookie }] of directory.entries) yield { name, entry, cookie };
}

function directoryEntry({ name, entry, cookie }: Listed): Uint8Array {
  const text = new TextEncoder().encode(name);
  const bytes = new Uint8Array(DIRECTORY_ENTRY_BYTES + text.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(cookie + 1), true);
  view.setBigUint64(8, entry.inode, true);
  view.setUint32(16, text.length, true);
  view.setUint8(20, entry.type);
  bytes.set(text, DIRECTORY_ENTRY_BYTES);
  return bytes;
}
