import type { Hash } from '@manyhands/protocol';
import type { RefereePool } from '@manyhands/wasm-kernels';
import type { FileBlobs } from '../blobs/blobs.ts';
import type { JobTerms } from '../dispatch/journal.ts';
import type { Referee, RefereeResult } from '../dispatch/ports.ts';

/** Builds and datasets kept in memory between executions. */
const KEPT = 8;

/** Lets the dispatcher have items run by the referee's processes, with the bytes fetched from storage. */
export class StoredReferee implements Referee {
  readonly #pool: RefereePool;
  readonly #blobs: FileBlobs;
  readonly #kept = new Map<Hash, Promise<Uint8Array>>();

  constructor(pool: RefereePool, blobs: FileBlobs) {
    this.#pool = pool;
    this.#blobs = blobs;
  }

  async execute(
    terms: JobTerms,
    inputs: readonly Uint8Array[],
    { timed }: { readonly timed: boolean },
  ): Promise<RefereeResult[]> {
    return this.#pool.execute({
      build: await this.#named(terms.build),
      datasets: await Promise.all(terms.datasets.map((hash) => this.#named(hash))),
      inputs,
      fuelCap: terms.fuelCap,
      timed,
    });
  }

  async #named(hash: Hash) {
    const known = this.#kept.get(hash);
    this.#kept.delete(hash);
    const bytes = known ?? this.#blobs.read(hash);
    this.#kept.set(hash, bytes);
    bytes.catch(() => this.#kept.delete(hash));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return { hash, bytes: await bytes };
  }
}
