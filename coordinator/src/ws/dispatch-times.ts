import { createHistogram } from 'node:perf_hooks';

/** Figures are of the last one to two of these. */
const SPAN_MS = 2_500;

/** Milliseconds of one wait; null where there was none lately. */
export interface WaitFigures {
  readonly p50: number | null;
  readonly p99: number | null;
}

/** Waits of the last seconds, in microseconds. */
class RecentWaits {
  #current = createHistogram();
  #before = createHistogram();
  #since = Number.NEGATIVE_INFINITY;

  note(milliseconds: number, now: number): void {
    this.#turn(now);
    this.#current.record(Math.max(1, Math.round(1000 * milliseconds)));
  }

  figures(now: number): WaitFigures {
    this.#turn(now);
    const all = createHistogram();
    all.add(this.#before);
    all.add(this.#current);
    const at = (share: number): number | null => (all.count === 0 ? null : all.percentile(share) / 1000);
    return { p50: at(50), p99: at(99) };
  }

  #turn(now: number): void {
    if (now - this.#since < SPAN_MS) return;
    const isOld = now - this.#since >= 2 * SPAN_MS;
    this.#before = isOld ? createHistogram() : this.#current;
    this.#current = createHistogram();
    this.#since = now;
  }
}

/**
 * Where contributors' time goes in here, for operators: a frame waits until it is `taken` up, and a seat waits from its
 * answer to its `next` assignment. Where the first is short and the second is not, there was nothing to give out.
 */
export class DispatchTimes {
  readonly #taken = new RecentWaits();
  readonly #next = new RecentWaits();

  /** An answer that arrived at `arrivedAt` is taken up now. */
  taken(arrivedAt: number, now: number): void {
    this.#taken.note(now - arrivedAt, now);
  }

  /** An assignment is sent to a session whose answer arrived at `arrivedAt`. */
  next(arrivedAt: number, now: number): void {
    this.#next.note(now - arrivedAt, now);
  }

  figures(now: number): { readonly taken: WaitFigures; readonly next: WaitFigures } {
    return { taken: this.#taken.figures(now), next: this.#next.figures(now) };
  }
}
