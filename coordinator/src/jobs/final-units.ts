import { type ItemResult, type JobId, KnownError, type ResultColumns, resultAt } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findSliceAt } from '../db/jobs/find-slice.ts';
import { readAnswers, readOn } from '../db/journal/read-segments.ts';
import { unpackAnswer } from '../dispatch/answer-codec.ts';
import { storedItems } from '../dispatch/kept-answers.ts';
import { type LoggedUnit, SliceLog, type SliceSpan } from '../dispatch/slice-log.ts';

/** A final unit with its results. */
export interface FinalUnit {
  readonly log: LoggedUnit;
  readonly results: ResultColumns;
}

/** Final units without a gap between them, all of one slice. */
export interface FinalRun {
  /** Null: no slice holds the item asked for. */
  readonly slice: SliceLog | null;
  readonly units: readonly LoggedUnit[];
}

/** Packed bytes of answers read at once, but for a single unit that has more. */
const PAGE_BYTES = 256 * 1024;
/** Items read at once: as text they take the event loop some tens of milliseconds. */
const PAGE_ITEMS = 16 * 1024;
const NOTHING: FinalRun = { slice: null, units: [] };

/**
 * Reads the final units of a job in the order of items. Holds what happened in one slice, and the answers of one page
 * of it; what comes to a slice meanwhile is added to what was read before.
 */
export class FinalUnits {
  readonly #sql: Sql;
  readonly #job: JobId;
  #log: SliceLog | null = null;
  #seen = 0;
  #finals: LoggedUnit[] = [];

  constructor(sql: Sql, job: JobId) {
    this.#sql = sql;
    this.#job = job;
  }

  /** The unit that holds item `next` and those that follow it, as far as they are final: a page at most. */
  async from(next: number): Promise<FinalRun> {
    const log = await this.#logAt(next);
    if (log === null) return NOTHING;
    const start = lastBefore(this.#finals, next + 1);
    const units: LoggedUnit[] = [];
    let [expected, bytes] = [next, 0];
    for (let i = Math.max(0, start); i < this.#finals.length; i++) {
      const unit = this.#finals[i];
      bytes += unit.length;
      const joins = unit.first <= expected && expected < unit.first + unit.count;
      const isFull = bytes > PAGE_BYTES || unit.first + unit.count - next > PAGE_ITEMS;
      if (!joins || (units.length > 0 && isFull)) break;
      units.push(unit);
      expected = unit.first + unit.count;
    }
    return { slice: log, units };
  }

  /** Throws RESULTS_FOLDED where rows of the run are not kept. */
  async withResults({ slice, units }: FinalRun): Promise<FinalUnit[]> {
    if (slice === null || units.length === 0) return [];
    if (units.some(({ isFolded }) => isFolded))
      throw new KnownError('RESULTS_FOLDED', 'this job keeps a fold of its results, and not these rows');
    const answers = await readAnswers(this.#sql, slice.slice.id, units);
    return units.map((unit) => ({ log: unit, results: unpackAnswer(answers(unit), unit.count) }));
  }

  /** One item of a run's first unit; null where it is folded and was not kept. */
  async resultOf({ slice, units: [unit] }: FinalRun, item: number): Promise<ItemResult | null> {
    if (slice === null || unit === undefined) return null;
    const bytes = (await readAnswers(this.#sql, slice.slice.id, [unit]))(unit);
    const { positions, results } = storedItems(unit, bytes);
    const at = positions === null ? item - unit.first : positions.indexOf(item - unit.first);
    return at < 0 ? null : resultAt(results, at);
  }

  /** The log of the slice that holds an item, up to date. */
  async #logAt(item: number): Promise<SliceLog | null> {
    if (this.#log === null || !holds(this.#log.slice, item)) {
      const slice = await findSliceAt(this.#sql, this.#job, item);
      this.#log = slice && new SliceLog(slice);
      this.#seen = 0;
      this.#finals = [];
    }
    if (this.#log === null) return null;
    await readOn(this.#sql, this.#log);
    if (this.#log.last !== this.#seen) this.#finals = this.#log.finals();
    this.#seen = this.#log.last;
    return this.#log;
  }
}

const holds = (slice: SliceSpan, item: number): boolean =>
  slice.first <= item && item < slice.first + slice.count;

/** The place of the last unit that begins before an item, −1 if none does. */
function lastBefore(units: readonly LoggedUnit[], item: number): number {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle].first < item) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
