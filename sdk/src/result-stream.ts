import { KnownError, ResultFrames, RowReader } from '@manyhands/protocol';
import { Batch } from './batch.ts';
import { backOff, type Http, pause, unreachable } from './http.ts';
import { countRecords, RecordCutter } from './records-of-text.ts';
import type { Progress } from './wire.ts';

/** Which results to read: from an index, and whether to stay until the job is certified. */
export interface StreamOptions {
  /** In index order; see {@link ArrivalOptions} for rows as they come. */
  readonly order?: 'index';
  readonly state?: 'final';
  /** The first index wanted; 0 unless given. */
  readonly from?: number;
  /** Stays connected, and comes back after a broken connection, until the last row; true unless given. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
}

/** Records of result CSV, each with its line end. The header is not among them. */
export interface Records {
  readonly text: string;
  /** Index of the first record in `text`, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/** Without a single row, a following stream gives up after this many reconnections in a row. */
export const ATTEMPTS = 12;

/** One connection's worth of results from an index on. */
type Connect<P> = (from: number) => AsyncGenerator<P>;

/** Final rows in index order as whole CSV records, each exactly once. */
export const streamRecords = (
  http: Http,
  job: Progress,
  options: StreamOptions = {},
): AsyncGenerator<Records> =>
  resumed(http, job, options, (from) => recordsOnce(http, pathOf(job, 'csv', from, options), from, options));

/** The same as columns. */
export const streamBatches = (
  http: Http,
  job: Progress,
  options: StreamOptions = {},
): AsyncGenerator<Batch> => {
  const reader = new RowReader(job.outputs);
  return resumed(http, job, options, (from) =>
    batchesOnce(http, reader, { path: pathOf(job, 'packed', from, options), signal: options.signal }),
  );
};

const pathOf = (job: Progress, format: string, from: number, { follow = true }: StreamOptions): string =>
  `/v1/jobs/${job.job}/results?format=${format}&from=${from}&follow=${follow ? 1 : 0}`;

/** A connection that breaks is opened again at the first index that is still missing, so every row comes exactly once. */
async function* resumed<P extends { readonly count: number }>(
  http: Http,
  job: Progress,
  options: StreamOptions,
  connect: Connect<P>,
): AsyncGenerator<P> {
  const follow = options.follow ?? true;
  let next = options.from ?? 0;
  let failures = 0;
  let standing = job;
  while (next < standing.items || (follow && standing.open)) {
    try {
      for await (const part of connect(next)) {
        next += part.count;
        failures = 0;
        yield part;
      }
      if (!follow) return;
      standing = await http.json<Progress>('GET', `/v1/jobs/${job.job}`);
      if (standing.state === 'cancelled') return;
      if (next < standing.items) failures++;
    } catch (error) {
      if (!mayResume(error, options) || ++failures > ATTEMPTS) throw error;
    }
    await pause(backOff(failures));
  }
}

/** Whether a following stream comes back after this failure. */
export const mayResume = (
  error: unknown,
  { follow = true, signal }: Pick<StreamOptions, 'follow' | 'signal'>,
): boolean =>
  follow &&
  signal?.aborted !== true &&
  error instanceof KnownError &&
  error.retry &&
  error.code !== 'INTERNAL';

/** Chunks cut at record ends, without the header. */
async function* recordsOnce(
  http: Http,
  path: string,
  first: number,
  { signal }: StreamOptions,
): AsyncGenerator<Records> {
  const cutter = new RecordCutter();
  const decoder = new TextDecoder();
  let header = true;
  let next = first;
  for await (const chunk of chunksOf(http, await http.send('GET', path, { signal }), signal)) {
    let text = cutter.push(decoder.decode(chunk, { stream: true }));
    if (text === '') continue;
    if (header) text = text.slice(text.indexOf('\n') + 1);
    header = false;
    if (text === '') continue;
    const count = countRecords(text);
    yield { text, first: next, count };
    next += count;
  }
}

async function* batchesOnce(
  http: Http,
  reader: RowReader,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal },
): AsyncGenerator<Batch> {
  yield* batchesOf(http, reader, await http.send('GET', path, { signal }), signal);
}

/** The frames of a reply; throws COORDINATOR_UNREACHABLE where it ends within one. */
export async function* batchesOf(
  http: Http,
  reader: RowReader,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
  const frames = new ResultFrames();
  for await (const chunk of chunksOf(http, response, signal))
    for (const frame of frames.push(chunk)) yield new Batch(frame, reader);
  if (!frames.isWhole) throw unreachable(http.base, new Error('the stream ended within a frame'));
}

async function* chunksOf(
  http: Http,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await nextChunk(http, reader, signal);
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function nextChunk(
  http: Http,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
) {
  try {
    return await reader.read();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable(http.base, cause);
  }
}
