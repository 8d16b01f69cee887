import { KnownError } from '@manyhands/protocol';
import { checkBuild } from '../runtime/build.ts';
import { instantiate, type Kernel, type KernelOptions } from '../runtime/kernel.ts';
import type { ExecuteRequest, Named } from './requests.ts';

const MOST_KERNELS = 2;

/** What a sandboxed process holds: bytes by hash, and the kernels it used last. */
export class Store {
  readonly #bytes = new Map<string, Uint8Array>();
  /** Oldest first. */
  readonly #kernels = new Map<string, Kernel>();

  /** [KR1] Keeps bytes under their hash; throws BUILD_HASH_MISMATCH. */
  put({ hash, bytes }: Named): null {
    checkBuild(bytes, hash);
    this.#bytes.set(hash, bytes);
    return null;
  }

  forget(hash: string): null {
    this.#bytes.delete(hash);
    for (const key of this.#kernels.keys()) if (key.split(',').includes(hash)) this.#kernels.delete(key);
    return null;
  }

  /** The kernel of a request, instantiated once and kept. */
  kernel(request: ExecuteRequest, twin: KernelOptions['twin'] = 'any'): Kernel {
    const key = [twin, request.build, ...request.datasets].join(',');
    const kernel = this.#kernels.get(key) ?? this.#freshKernel(request, twin);
    this.#kernels.delete(key);
    this.#kernels.set(key, kernel);
    const [oldest] = this.#kernels.keys();
    if (this.#kernels.size > MOST_KERNELS) this.#kernels.delete(oldest);
    return kernel;
  }

  /** Stored bytes in the order of their hashes. */
  datasets(hashes: readonly string[]): Uint8Array[] {
    return hashes.map((hash) => this.#get(hash));
  }

  #freshKernel({ build, datasets }: ExecuteRequest, twin: KernelOptions['twin']): Kernel {
    const module = new WebAssembly.Module(this.#get(build) as BufferSource);
    return instantiate(module, { datasets: this.datasets(datasets), twin });
  }

  #get(hash: string): Uint8Array {
    const bytes = this.#bytes.get(hash);
    if (bytes === undefined)
      throw new KnownError('BLOB_UNKNOWN', `the sandboxed process was not given ${hash}`);
    return bytes;
  }
}
