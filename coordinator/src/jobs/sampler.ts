import type { JobId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { sampleJobs, TICK_SECONDS } from '../db/history/sample-jobs.ts';
import { thinSamples } from '../db/history/thin-samples.ts';
import { forgetMinutes } from '../db/network/forget-minutes.ts';

/** Looks between two at what may be forgotten. */
const THIN_EVERY = 32;
/** A look takes no more than this share of the time: where jobs have very many slices, there are fewer looks. */
const SHARE = 1 / 40;

/**
 * Writes down every few seconds where jobs stand, so that their progress over time can be shown. It reads counters that are there
 * already: what is sent, checked and committed knows nothing of it.
 */
export class Sampler {
  readonly #db: Db;
  readonly #trouble: (what: string, cause: unknown) => void;
  /** Looked at once more when they have ended. */
  #ran: JobId[] = [];
  #looks = 0;

  constructor(db: Db, trouble: (what: string, cause: unknown) => void) {
    this.#db = db;
    this.#trouble = trouble;
  }

  /** Returns how it ends. */
  start(): () => Promise<void> {
    let looking = Promise.resolve();
    let timer: NodeJS.Timeout;
    const next = (took: number): void => {
      timer = setTimeout(
        () => {
          looking = this.#timed().then(next);
        },
        Math.max(TICK_SECONDS * 1000, took / SHARE),
      );
    };
    next(0);
    return async () => {
      clearTimeout(timer);
      await looking;
      // What it set while it was waited for.
      clearTimeout(timer);
    };
  }

  /** A look, and how many milliseconds it took. */
  async #timed(): Promise<number> {
    const began = performance.now();
    await this.look().catch((cause) => this.#trouble('where jobs stand was not written down', cause));
    return performance.now() - began;
  }

  async look(): Promise<void> {
    const running = await sampleJobs(this.#db, this.#ran);
    const ended = this.#ran.filter((job) => !running.includes(job));
    this.#ran = running;
    if (++this.#looks % THIN_EVERY === 0) await forgetMinutes(this.#db);
    else if (ended.length === 0) return;
    await thinSamples(this.#db, [...running, ...ended]);
  }
}
