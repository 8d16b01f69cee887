import type { ItemSpans, JobId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { listSlices } from '../db/jobs/list-slices.ts';
import { readOn } from '../db/journal/read-segments.ts';
import { type LoggedUnit, SliceLog, type SliceSpan } from '../dispatch/slice-log.ts';

/** Slices looked for at once, those whose news are read at once, and whose logs are kept. */
const LISTED = 1_024;
const READ = 8;
const KEPT_LOGS = 16;

/** What came to a slice since it was read last. */
export interface SliceNews {
  readonly slice: SliceSpan;
  /** Highest attempts, in the order of items. */
  readonly units: readonly LoggedUnit[];
}

/**
 * The slices of a job of which a reader does not have all yet, and what happened in them. A slice is forgotten as soon as
 * the reader has it, so that what is kept follows what is under way, not what the job has.
 */
export class ArrivingSlices {
  readonly #sql: Sql;
  readonly #job: JobId;
  readonly #have: ItemSpans;
  /** By slice, the last segment whose news were given. */
  readonly #seen = new Map<SliceId, number>();
  /** Of those that were read last; the others are read again from their beginning. */
  readonly #logs = new Map<SliceId, SliceLog>();
  /** Slices from here on were not seen. */
  #from = 0;

  constructor(sql: Sql, job: JobId, have: ItemSpans) {
    this.#sql = sql;
    this.#job = job;
    this.#have = have;
  }

  /** Some slices to which something came since they were given last; none where nothing did. */
  async news(): Promise<SliceNews[]> {
    for (;;) {
      const listed = await listSlices(this.#sql, this.#job, {
        named: [...this.#seen.keys()],
        from: this.#from,
        limit: LISTED + this.#seen.size,
      });
      const fresh = listed.filter((slice) => !this.#isDone(slice));
      const changed = fresh.filter(({ id, last }) => last > (this.#seen.get(id) ?? 0)).slice(0, READ);
      for (const slice of fresh) if (!this.#seen.has(slice.id)) this.#seen.set(slice.id, 0);
      const end = listed.at(-1);
      const from = Math.max(this.#from, end === undefined ? 0 : end.first + end.count);
      const isMore = from > this.#from;
      this.#from = from;
      if (changed.length > 0) return Promise.all(changed.map((slice) => this.#read(slice)));
      if (!isMore) return [];
    }
  }

  /** What was given of a slice is looked at again, as if something had come to it. */
  lookAgain({ id }: SliceSpan): void {
    this.#seen.set(id, 0);
  }

  #isDone(slice: SliceSpan): boolean {
    if (this.#have.missing({ first: slice.first, end: slice.first + slice.count }).length > 0) return false;
    this.#seen.delete(slice.id);
    this.#logs.delete(slice.id);
    return true;
  }

  async #read(slice: SliceSpan): Promise<SliceNews> {
    const log = this.#logs.get(slice.id) ?? new SliceLog(slice);
    await readOn(this.#sql, log);
    this.#seen.set(slice.id, log.last);
    this.#logs.delete(slice.id);
    this.#logs.set(slice.id, log);
    const [oldest] = this.#logs.keys();
    if (this.#logs.size > KEPT_LOGS) this.#logs.delete(oldest);
    return { slice, units: log.units() };
  }
}
