import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Hash, KnownError } from '@manyhands/protocol';

/**
 * Immutable bytes named by their SHA-256, as files: `<dir>/ab/cdef…`. A blob appears by a rename, wholly and verified,
 * or not at all; what a crash leaves under `incoming/` is swept at a later start. Coordinators may share the folder.
 */
export class FileBlobs {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async open(dir: string): Promise<FileBlobs> {
    const incoming = join(dir, 'incoming');
    await mkdir(incoming, { recursive: true });
    for (const name of await readdir(incoming)) await sweep(join(incoming, name));
    return new FileBlobs(dir);
  }

  /**
   * Stores what a stream carries. Throws BLOB_TOO_LARGE as soon as it exceeds `limit` bytes and BLOB_HASH_MISMATCH when
   * it is not what `hash` names; either leaves nothing behind.
   */
  async put(hash: Hash, chunks: AsyncIterable<Uint8Array>, limit: number): Promise<number> {
    const incoming = join(this.#dir, 'incoming', randomBytes(12).toString('hex'));
    try {
      const { size, digest } = await this.#receive(incoming, chunks, limit);
      if (digest !== hash)
        throw new KnownError('BLOB_HASH_MISMATCH', `these ${size} bytes hash to ${digest}, not ${hash}`, {
          details: { hash: digest, size },
        });
      await mkdir(join(this.#dir, hash.slice(0, 2)), { recursive: true });
      await rename(incoming, this.#path(hash));
      return size;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async #receive(path: string, chunks: AsyncIterable<Uint8Array>, limit: number) {
    const file = await open(path, 'wx');
    const sum = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > limit)
          throw new KnownError('BLOB_TOO_LARGE', `a blob may have ${limit} bytes`, { details: { limit } });
        sum.update(chunk);
        await file.write(chunk);
      }
      // What is named by hash must still be there after a power cut, since jobs and kernels refer to it.
      await file.sync();
    } finally {
      await file.close();
    }
    return { size, digest: sum.digest('hex') };
  }

  /** Stores bytes that are already in memory under their own hash. */
  async add(bytes: Uint8Array): Promise<Hash> {
    const hash = createHash('sha256').update(bytes).digest('hex') as Hash;
    if ((await this.size(hash)) === null) await this.put(hash, once(bytes), bytes.length);
    return hash;
  }

  /** How many bytes a blob has, or null when it is not stored. */
  async size(hash: Hash): Promise<number | null> {
    try {
      return (await stat(this.#path(hash))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** The whole blob; throws BLOB_UNKNOWN. */
  async read(hash: Hash): Promise<Uint8Array> {
    try {
      const bytes = await readFile(this.#path(hash));
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw unknownBlob(hash);
      throw cause;
    }
  }

  /** Some bytes of a blob from an offset on: fewer where it ends. Throws BLOB_UNKNOWN. */
  async readAt(hash: Hash, offset: number, length: number): Promise<Uint8Array> {
    const file = await open(this.#path(hash), 'r').catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? unknownBlob(hash) : cause;
    });
    try {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** The blob as a stream, with its size; throws BLOB_UNKNOWN. */
  async stream(hash: Hash) {
    const size = await this.size(hash);
    if (size === null) throw unknownBlob(hash);
    return { size, bytes: createReadStream(this.#path(hash)) };
  }

  #path(hash: Hash): string {
    return join(this.#dir, hash.slice(0, 2), hash.slice(2));
  }
}

export const unknownBlob = (hash: string): KnownError =>
  new KnownError('BLOB_UNKNOWN', `no stored bytes have the hash ${hash}; upload them first`);

/** An upload that nobody has written to for so long is nobody's. */
const ABANDONED_MILLISECONDS = 3_600_000;

async function sweep(path: string): Promise<void> {
  const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
  if (age > ABANDONED_MILLISECONDS) await rm(path, { force: true });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
