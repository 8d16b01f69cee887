import { setTimeout as wait } from 'node:timers/promises';
import { type ItemSpans, KnownError } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { noteArrivals } from '../db/jobs/note-arrivals.ts';
import type { SliceSpan } from '../dispatch/slice-log.ts';
import { finalFrames, freshFinals, freshHeld, heldFrames, type Sent } from './arrival-frames.ts';
import { ArrivingSlices, type SliceNews } from './arriving-slices.ts';
import { Cover } from './coverage.ts';

export interface ArrivalRequest {
  /** Final rows alone, or provisional ones before them. */
  readonly standing: 'final' | 'provisional';
  /** Items whose final rows the reader has; what it is sent is added. */
  readonly have: ItemSpans;
  /** Whether to stay until the job has ended, or to end with what is there. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

const POLL_MILLISECONDS = 200;

/**
 * Rows as they become final, packed: each item's once [RS2]. With provisional ones, what is on hold comes before, and once
 * again for each later attempt [RS3]. For a paid job nothing is sent before vouchers and the credit window cover it [RS4]:
 * final rows once all that was charged up to them is, provisional ones once what is set aside is as well.
 */
export async function* streamArrivals(
  db: Db,
  job: JobRecord,
  request: ArrivalRequest,
): AsyncGenerator<Uint8Array> {
  const arrivals = new Arrivals(db, job, request);
  if (job.price !== null) await noteArrivals(db, job.id);
  while (!request.signal.aborted) {
    // Looked at before the slices: rows that became final meanwhile are seen once more.
    const { state } = (request.follow ? await findJob(db, job.id) : null) ?? job;
    const news = await arrivals.news();
    if (news.length > 0) yield* arrivals.framesOf(news);
    else if (!request.follow || state === 'certified' || state === 'cancelled') return;
    else await arrivals.pause();
  }
}

/** Throws RESULTS_FOLDED where no rows are kept, and RESULTS_UNPAID where a stream that does not follow would be empty only for want of a voucher. */
export async function refuseUncovered(db: Db, job: JobRecord, request: ArrivalRequest): Promise<void> {
  if (job.keep !== null)
    throw new KnownError('RESULTS_FOLDED', 'this job keeps a fold of its results; GET it as CSV or NDJSON');
  const cover = new Cover(db, job);
  if (request.follow || (await cover.reaches(await cover.charged()))) return;
  throw new KnownError(
    'RESULTS_UNPAID',
    'the results wait for a voucher over all that the channel owes; GET the job’s bill and post one',
  );
}

class Arrivals {
  readonly #db: Db;
  readonly #request: ArrivalRequest;
  readonly #slices: ArrivingSlices;
  readonly #cover: Cover;
  readonly #sent: Sent;
  /** Slices of which provisional rows are not covered yet. */
  #withheld: SliceSpan[] = [];

  constructor(db: Db, job: JobRecord, request: ArrivalRequest) {
    this.#db = db;
    this.#request = request;
    this.#slices = new ArrivingSlices(db, job.id, request.have);
    this.#cover = new Cover(db, job);
    this.#sent = { have: request.have, held: new Map() };
  }

  async news(): Promise<SliceNews[]> {
    if (this.#withheld.length > 0 && (await this.#cover.reachesHeld()))
      for (const slice of this.#withheld.splice(0)) this.#slices.lookAgain(slice);
    return this.#slices.news();
  }

  async *framesOf(news: readonly SliceNews[]): AsyncGenerator<Uint8Array> {
    if (!(await this.#untilCovered())) return;
    for (const each of news) yield* finalFrames(this.#db, each, freshFinals(each, this.#sent), this.#sent);
    if (this.#request.standing === 'final') return;
    const coversHeld = await this.#cover.reachesHeld();
    for (const each of news) {
      const held = freshHeld(each, this.#sent);
      if (coversHeld) yield* heldFrames(this.#db, each, held, this.#sent);
      else if (held.length > 0) this.#withheld.push(each.slice);
    }
  }

  pause(): Promise<void> {
    return wait(POLL_MILLISECONDS, undefined, { signal: this.#request.signal }).catch(() => undefined);
  }

  /** Waits until all that was charged is covered; false where it is not and the stream does not stay. */
  async #untilCovered(): Promise<boolean> {
    if (this.#request.follow) return this.#cover.whole(this.#request.signal);
    return this.#cover.reaches(await this.#cover.charged());
  }
}
