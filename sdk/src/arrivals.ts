import { type ItemSpans, KnownError, RowReader } from '@manyhands/protocol';
import type { Batch } from './batch.ts';
import { backOff, type Http, jsonBody, pause } from './http.ts';
import { ATTEMPTS, batchesOf, mayResume } from './result-stream.ts';
import { RowStream } from './row-stream.ts';
import type { Row } from './rows.ts';
import type { Progress } from './wire.ts';

/** Results as they come instead of in the order of items. */
export type ArrivalOptions = (
  | { readonly order: 'any'; readonly state?: 'final' | 'provisional' }
  | { readonly order?: 'any'; readonly state: 'provisional' }
) & {
  /** Where an earlier stream was: its {@link Arrivals.cursor}. */
  readonly cursor?: string;
  /** Stays connected, and comes back after a broken connection, until the last row; true unless given. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
};

/** A row that says whether it may still change. */
export interface ArrivedRow extends Row {
  readonly provisional: boolean;
}

// Field by field: a spread takes three times as long as the rest of a row.
function arrived(batch: Batch, at: number): ArrivedRow {
  const { index, status, fuel, values } = batch.row(at);
  return { index, status, fuel, values, provisional: batch.provisional };
}

/** A stream of rows as they come, which another one can go on with. */
export class Arrivals extends RowStream<ArrivedRow> {
  readonly #have: ItemSpans;

  /** `have` grows by the items of each final batch when it is given. */
  constructor(batches: AsyncGenerator<Batch>, have: ItemSpans) {
    super(batches, arrived);
    this.#have = have;
  }

  /**
   * A text that names the items whose final rows were taken from here. A stream that is given it as `cursor` gives all others,
   * in another process as well. Some bytes for each gap between those items.
   */
  get cursor(): string {
    const { place } = this;
    if (place === null || place.batch.provisional) return this.#have.text();
    const { first, count } = place.batch;
    return this.#have.without({ first: first + place.taken, end: first + count }).text();
  }
}

/** Tells what came already from what is new. */
class Seen {
  readonly #have: ItemSpans;
  /** By first item of a provisional batch, its attempt. */
  readonly #held = new Map<number, number>();

  constructor(have: ItemSpans) {
    this.#have = have;
  }

  /** Whether a batch is new; it is not from then on. */
  take({ first, count, provisional, attempt }: Batch): boolean {
    if (provisional) {
      const isNew = this.#held.get(first) !== attempt;
      this.#held.set(first, attempt);
      return isNew;
    }
    const before = this.#have.size;
    this.#have.add({ first, end: first + count });
    for (let item = first; item < first + count && this.#held.size > 0; item++) this.#held.delete(item);
    const added = this.#have.size - before;
    if (added !== 0 && added !== count)
      throw new KnownError('FRAME_INVALID', `rows ${first} to ${first + count - 1} came in part before`);
    return added > 0;
  }
}

/**
 * Batches as they come. What broke off is asked for again without what came: a final row comes once, and a provisional one
 * once for each attempt.
 */
export async function* streamArrivals(
  http: Http,
  job: Progress,
  options: ArrivalOptions,
  have: ItemSpans,
): AsyncGenerator<Batch> {
  const { follow = true, signal, state: standing = 'final' } = options;
  const reader = new RowReader(job.outputs);
  const seen = new Seen(have);
  let failures = 0;
  for (;;) {
    try {
      const init = jsonBody({ standing, follow, have: have.text() });
      const response = await http.send('POST', `/v1/jobs/${job.job}/results`, { ...init, signal });
      for await (const batch of batchesOf(http, reader, response, signal)) {
        failures = 0;
        if (seen.take(batch)) yield batch;
      }
      if (!follow) return;
      const { state, items } = await http.json<Progress>('GET', `/v1/jobs/${job.job}`);
      if (state === 'cancelled' || (state === 'certified' && have.size === items)) return;
      failures++;
    } catch (error) {
      if (!mayResume(error, options) || ++failures > ATTEMPTS) throw error;
    }
    await pause(backOff(failures));
  }
}
