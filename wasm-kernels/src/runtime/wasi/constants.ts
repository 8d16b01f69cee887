/** Numbers of WASI preview-1, as its specification gives them. */
export const ERRNO = {
  success: 0,
  acces: 2,
  badf: 8,
  exist: 20,
  fbig: 22,
  ilseq: 25,
  inval: 28,
  isdir: 31,
  mfile: 33,
  nametoolong: 37,
  noent: 44,
  nospc: 51,
  nosys: 52,
  notdir: 54,
  notempty: 55,
  notsock: 57,
  notsup: 58,
  overflow: 61,
  notcapable: 76,
} as const;
export type Errno = (typeof ERRNO)[keyof typeof ERRNO];

export const FILE_TYPE = { directory: 3, file: 4 } as const;
export const OPEN = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;
export const APPEND = 1;
export const RIGHT = { read: 1n << 1n, write: 1n << 6n } as const;
export const ALL_RIGHTS = (1n << 30n) - 1n;
/** Rights that need the right to write. */
export const WRITE_RIGHTS = RIGHT.write | (1n << 8n) | (1n << 22n);
export const WHENCE = { start: 0, current: 1, end: 2 } as const;
export const SET_TIMES = { accessed: 1, accessedNow: 2, modified: 4, modifiedNow: 8 } as const;
export const EVENT = { clock: 0, read: 1, write: 2 } as const;
export const ABSOLUTE_TIME = 1;

/** What a call answers instead of success. */
export class Refused extends Error {
  readonly errno: Errno;

  constructor(errno: Errno) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

/** Made once: a program may be refused a million times, and a stack trace for each costs microseconds. */
const REFUSALS = new Map(Object.values(ERRNO).map((errno) => [errno, new Refused(errno)]));

/** Ends the call that is being answered with this errno. */
export function refuse(errno: Errno): never {
  throw REFUSALS.get(errno);
}
