import { isKnownError, KnownError } from '@manyhands/protocol';
import { UsageError } from './exit-codes.ts';

/** What the system says of a file, in words that say what to do. */
const FILE_FAULTS: Readonly<Record<string, (file: string) => string>> = {
  ENOENT: (file) => `${file} is not there: check the path`,
  EACCES: (file) => `${file} may not be read or written by you: change its permissions, or name another`,
  EPERM: (file) => `${file} may not be changed by you: change its permissions, or name another`,
  EISDIR: (file) => `${file} is a folder: a file is needed`,
  ENOTDIR: (file) => `${file}: a part of the path is a file, not a folder`,
  EEXIST: (file) => `${file} is there already: name another`,
  ENOSPC: (file) => `the disk is full while writing ${file}: make room and give the same command again`,
  EROFS: (file) => `${file} is on a disk that takes no writing: name another place`,
  EMFILE: (file) => `too many files are open to open ${file}: close some, or raise the limit (ulimit -n)`,
};

/** What somebody is told: an error of the system that names a file becomes FILE_FAILED, wrong usage USAGE_INVALID. */
export function explained(error: unknown): unknown {
  if (isKnownError(error)) return error;
  if (error instanceof UsageError) return new KnownError('USAGE_INVALID', error.message, { cause: error });
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined || path === undefined) return error;
  return fileFailed(error as NodeJS.ErrnoException, path);
}

function fileFailed(error: NodeJS.ErrnoException, path: string): KnownError {
  const fault = FILE_FAULTS[error.code ?? '']?.(`“${path}”`) ?? `“${path}”: ${error.message}`;
  return new KnownError('FILE_FAILED', fault, { cause: error, details: { file: path, system: error.code } });
}

/** Has something done with a file; what fails names it, whatever the system says. */
export async function withFile<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
    if (isKnownError(error) || code === undefined || syscall === undefined) throw error;
    throw fileFailed(error as NodeJS.ErrnoException, path);
  }
}
