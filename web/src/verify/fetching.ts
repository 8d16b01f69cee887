/** What the coordinator gives, checked and bounded; throws KnownErrors. */
import { hashOf, KnownError, LIMITS } from '@manyhands/protocol';
import { errorFrom } from '@manyhands/sdk';

export async function json<T>(path: string): Promise<T> {
  return (await answered(path)).json() as Promise<T>;
}

/** Bytes by their hash. */
export async function blob(hash: string, limit: number = LIMITS.blobBytes): Promise<Uint8Array> {
  const bytes = await fetched(`/v1/blobs/${hash}`, limit);
  const found = hashOf(bytes);
  if (found !== hash)
    throw new KnownError('BLOB_HASH_MISMATCH', `the bytes hash to ${found}, not to ${hash}`);
  return bytes;
}

export async function fetched(path: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await (await answered(path)).arrayBuffer());
  if (bytes.length > limit) throw new KnownError('BLOB_TOO_LARGE', `${path} has more than ${limit} bytes`);
  return bytes;
}

async function answered(path: string): Promise<Response> {
  const response = await fetch(path).catch((cause) => {
    throw new KnownError('COORDINATOR_UNREACHABLE', 'the coordinator does not answer', { cause });
  });
  if (!response.ok) throw errorFrom(await response.json().catch(() => null), response.status);
  return response;
}
