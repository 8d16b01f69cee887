import { KnownError } from '@manyhands/protocol';
import { backOff, type Http, pause, unreachable } from './http.ts';
import { countRecords, RecordCutter } from './records-of-text.ts';
import type { Progress } from './wire.ts';

/** Which results to read: from an index, and whether to stay until the job is certified. */
export interface StreamOptions {
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
const ATTEMPTS = 12;

/**
 * Final rows in index order as whole CSV records. A connection that breaks is opened again at the first index that
 * is still missing, so every row comes exactly once.
 */
export async function* streamRecords(
  http: Http,
  job: Progress,
  options: StreamOptions = {},
): AsyncGenerator<Records> {
  const follow = options.follow ?? true;
  let next = options.from ?? 0;
  let failures = 0;
  let standing = job;
  while (next < standing.items || (follow && standing.open)) {
    try {
      for await (const text of recordsOnce(http, job.job, next, { ...options, follow })) {
        const count = countRecords(text);
        yield { text, first: next, count };
        next += count;
        failures = 0;
      }
      if (!follow) return;
      standing = await http.json<Progress>('GET', `/v1/jobs/${job.job}`);
      if (standing.state === 'cancelled') return;
      if (next < standing.items) failures++;
    } catch (error) {
      const again = error instanceof KnownError && error.retry && error.code !== 'INTERNAL';
      if (options.signal?.aborted || !follow || !again || ++failures > ATTEMPTS) throw error;
    }
    await pause(backOff(failures));
  }
}

/** One connection's worth: chunks cut at record ends, without the header. */
async function* recordsOnce(
  http: Http,
  job: string,
  from: number,
  options: StreamOptions,
): AsyncGenerator<string> {
  const path = `/v1/jobs/${job}/results?format=csv&from=${from}&follow=${options.follow ? 1 : 0}`;
  const response = await http.send('GET', path, { signal: options.signal });
  const cutter = new RecordCutter();
  let header = true;
  for await (const chunk of textChunks(response, http.base, options.signal)) {
    let text = cutter.push(chunk);
    if (text === '') continue;
    if (header) text = text.slice(text.indexOf('\n') + 1);
    header = false;
    if (text !== '') yield text;
  }
}

async function* textChunks(
  response: Response,
  base: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable(base, cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
