import { hashOf, KnownError } from '@manyhands/protocol';
import type { Http } from './http.ts';
import type { InputStore } from './tables/table.ts';
import type { StatedShare } from './wire.ts';

/** What a coordinator keeps by hash: datasets, tables of inputs, files. */
export class Store implements InputStore {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Stores bytes under their hash; bytes that are there already are not sent again, unless their owner states a share: whether
   * that is taken only the coordinator can say. Throws SHARE_FIXED.
   */
  async put(bytes: Uint8Array, name = '', share?: StatedShare): Promise<string> {
    const hash = hashOf(bytes);
    if (share === undefined && (await this.#has(hash))) return hash;
    const query = new URLSearchParams({
      ...(name && { name }),
      ...(share && { owner: share.payee, ownerPpm: String(share.ppm) }),
    });
    await this.#http.send('PUT', `/v1/blobs/${hash}${query.size > 0 ? `?${query}` : ''}`, {
      // A view of something longer would be sent whole.
      body: bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice(),
      headers: { 'content-type': 'application/octet-stream' },
    });
    return hash;
  }

  /** Stored bytes as they come. Throws BLOB_UNKNOWN. */
  async *get(hash: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.#http.send('GET', `/v1/blobs/${hash}`);
    if (body === null) return;
    const reader = body.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  async #has(hash: string): Promise<boolean> {
    try {
      await this.#http.send('HEAD', `/v1/blobs/${hash}`);
      return true;
    } catch (error) {
      // An answer to HEAD has no body and so no code: whatever stands in the way, the upload will say it.
      if (error instanceof KnownError && error.code !== 'COORDINATOR_UNREACHABLE') return false;
      throw error;
    }
  }
}
