import { hashOf, KnownError, LIMITS, toHex } from '@manyhands/protocol';

/** What a seat needs to compute with one build. */
export interface Volume {
  /** The build's hash. */
  readonly build: string;
  readonly module: WebAssembly.Module;
  readonly datasets: readonly Uint8Array[];
}

/** Bytes of datasets kept for later units, and how many compiled builds. */
const DATASET_ROOM = 256 * 1024 * 1024;
const MODULE_ROOM = 8;
const TRIES = 3;

/**
 * Fetches builds and datasets by hash, refuses bytes that do not match [KR1], and keeps the recent ones.
 * Seats that ask for the same bytes at the same time share one download.
 */
export class Library {
  readonly #origin: string;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();
  readonly #datasets = new Map<string, Promise<Uint8Array>>();
  #datasetBytes = 0;

  /** `origin` is the coordinator's HTTP address. */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Rejects with BUILD_HASH_MISMATCH, or with BLOB_UNKNOWN when the bytes cannot be fetched. */
  async open(build: string, datasets: readonly string[]): Promise<Volume> {
    const [module, ...bytes] = await Promise.all([
      remember(this.#modules, build, MODULE_ROOM, () => this.#compile(build)),
      ...datasets.map((hash) => this.#dataset(hash)),
    ]);
    return { build, module, datasets: bytes };
  }

  async #compile(build: string): Promise<WebAssembly.Module> {
    const bytes = await this.#fetch(`/v1/builds/${build}`, build, LIMITS.kernelBytes * 2);
    return WebAssembly.compile(bytes);
  }

  #dataset(hash: string): Promise<Uint8Array> {
    if (this.#datasetBytes > DATASET_ROOM) this.#forgetDatasets();
    return remember(this.#datasets, hash, Number.POSITIVE_INFINITY, async () => {
      const bytes = await this.#fetch(`/v1/blobs/${hash}`, hash, LIMITS.blobBytes);
      this.#datasetBytes += bytes.length;
      return bytes;
    });
  }

  #forgetDatasets(): void {
    this.#datasets.clear();
    this.#datasetBytes = 0;
  }

  async #fetch(path: string, hash: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
    for (let tried = 1; ; tried++) {
      try {
        // What the browser has stored may itself be what is wrong.
        return await this.#fetchOnce(path, hash, limit, tried === 1 ? 'force-cache' : 'reload');
      } catch (error) {
        if (tried === TRIES) throw error;
      }
    }
  }

  async #fetchOnce(
    path: string,
    hash: string,
    limit: number,
    cache: RequestCache,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(new URL(path, this.#origin), { cache }).catch((cause) => {
      throw new KnownError('BLOB_UNKNOWN', `${path} cannot be fetched`, { cause });
    });
    if (!response.ok) throw new KnownError('BLOB_UNKNOWN', `${path} answers with status ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > limit || (await sha256Hex(bytes)) !== hash)
      throw new KnownError('BUILD_HASH_MISMATCH', `the bytes at ${path} are not those that the hash names`);
    return bytes;
  }
}

/** A map as a cache of promises that drops the oldest entry when full and forgets failures. */
function remember<T>(
  cache: Map<string, Promise<T>>,
  key: string,
  room: number,
  make: () => Promise<T>,
): Promise<T> {
  const present = cache.get(key);
  cache.delete(key);
  const value = present ?? make();
  cache.set(key, value);
  if (!present) value.catch(() => cache.get(key) === value && cache.delete(key));
  if (cache.size > room) cache.delete(cache.keys().next().value as string);
  return value;
}

/** The browser's own SHA-256 is twelve times as fast, but exists only on pages that are served securely. */
async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  return subtle ? toHex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : hashOf(bytes);
}
