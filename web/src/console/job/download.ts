/** Result tables as files: to disk as they come where the browser can, else held in the page up to a bound. */
import { KnownError } from '@manyhands/protocol';
import { errorFrom } from '@manyhands/sdk';
import { bearing } from '../../shared/account/key.ts';

/** What a page may hold where the browser cannot write to disk. */
export const HELD_BYTES = 512 * 1024 * 1024;

export type Format = 'csv' | 'ndjson';

interface Wanted {
  readonly job: string;
  readonly key: string;
  readonly format: Format;
  readonly name: string;
  readonly signal: AbortSignal;
  /** Told how many bytes came so far. */
  came(bytes: number): void;
}

/** Ends when the browser cannot hold what comes. */
export class TooLarge extends Error {}

type Picker = (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<WritableStream> }>;

/** Fetches a job's final rows and makes a file of them. Resolves with its bytes; throws what went wrong, an AbortError when stopped. */
export async function download(wanted: Wanted): Promise<number> {
  // Asked for first: a browser lets a page choose a file only right after a click.
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  const file = pick === undefined ? null : await pick.call(globalThis, { suggestedName: wanted.name });
  const body = await bodyOf(wanted);
  return file === null ? held(body, wanted) : written(body, await file.createWritable(), wanted);
}

async function bodyOf({ job, key, format, signal }: Wanted): Promise<ReadableStream<Uint8Array>> {
  const headers = key === '' ? {} : bearing(key);
  const response = await fetch(`/v1/jobs/${job}/results?format=${format}`, { headers, signal });
  if (!response.ok) throw errorFrom(await response.json().catch(() => null), response.status);
  if (response.body === null) throw new KnownError('INTERNAL', 'the reply has no body');
  return response.body;
}

async function written(
  body: ReadableStream<Uint8Array>,
  file: WritableStream,
  { came, signal }: Wanted,
): Promise<number> {
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, to) {
      bytes += chunk.length;
      came(bytes);
      to.enqueue(chunk);
    },
  });
  await body.pipeThrough(counted).pipeTo(file, { signal });
  return bytes;
}

async function held(body: ReadableStream<Uint8Array>, { name, came }: Wanted): Promise<number> {
  const chunks: BlobPart[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.length;
    if (bytes > HELD_BYTES) {
      await reader.cancel();
      throw new TooLarge();
    }
    chunks.push(read.value.slice());
    came(bytes);
  }
  offer(name, new Blob(chunks, { type: 'text/plain' }));
  return bytes;
}

/** Long enough for a browser to begin with a file. */
const OFFERED_MS = 60_000;

function offer(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), OFFERED_MS);
}
