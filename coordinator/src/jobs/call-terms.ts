import type { JobId } from '@manyhands/protocol';
import type { PayHistory } from '../db/journal/read-pay-history.ts';
import type { SliceTerms } from '../dispatch/journal.ts';
import { nextRate } from '../domain/rate.ts';

/** Jobs that are remembered. */
const REMEMBERED = 1_024;

/** What a call's slice pays, as long as nothing was timed since. */
export interface KnownTerms extends Pick<SliceTerms, 'rate' | 'reservePerItem'> {
  /** The newest of the referee's timings that the rate rests on; null: there was none. */
  readonly newest: number | null;
}

/**
 * What the last call of each job paid by. The next one pays the same unless the referee timed something since or a slice
 * was carved at another rate; its statement makes sure of that, so that a call need not ask first.
 */
export class CallTerms {
  readonly #known = new Map<JobId, KnownTerms>();

  of(job: JobId): KnownTerms | null {
    return this.#known.get(job) ?? null;
  }

  /** Notes what a slice was just carved at, where the same history gives the same again. */
  note(job: JobId, { rates, newest }: PayHistory, terms: Pick<SliceTerms, 'rate' | 'reservePerItem'>): void {
    this.#known.delete(job);
    if (nextRate({ ...rates, last: terms.rate }).rate !== terms.rate) return;
    this.#known.set(job, { ...terms, newest });
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED) this.#known.delete(oldest);
  }
}
