import type { Db } from './db/db.ts';
import { findEndedJobs } from './db/jobs/find-ended-jobs.ts';
import { fingerprintJobs } from './db/jobs/steer-job.ts';
import type { Dispatcher } from './dispatch/dispatcher.ts';

const TICK_MILLISECONDS = 25;
/** Jobs may start and end at other coordinators, and a look that failed is made again. */
const LOOK_MILLISECONDS = 250;
/** What changed is seen at once; the rest, such as a look that failed, every so many looks. */
const LOOK_ALL = 8;
/** Between deletions of what is kept no longer; while there is more, each look deletes some. */
const SWEEP_MILLISECONDS = 60_000;

export interface TickerPorts {
  readonly db: Db;
  readonly dispatcher: Pick<Dispatcher, 'tick' | 'goOn' | 'activity' | 'lookForJobs' | 'jobEnded'>;
  readonly halting: { look(): Promise<void> };
  readonly consents: { look(): Promise<void>; sweep(): Promise<boolean> };
  trouble(what: string, cause: unknown): void;
}

/** Drives the dispatcher by the wall clock, and tells it of jobs that started or ended elsewhere. */
export class Ticker {
  readonly #ports: TickerPorts;
  readonly #timers: readonly NodeJS.Timeout[];
  #fingerprint = 0n;
  #unchanged = 0;
  #swept = 0;
  #isLooking = false;
  #goOn: NodeJS.Immediate | null = null;
  #ticking: Promise<void> = Promise.resolve();
  #looking: Promise<void> = Promise.resolve();

  constructor(ports: TickerPorts) {
    this.#ports = ports;
    this.#timers = [
      setInterval(() => {
        this.#ticking = ports.dispatcher.tick().catch((cause) => ports.trouble('a tick failed', cause));
        this.#goOn ??= setImmediate(() => this.#goOnByTurns());
      }, TICK_MILLISECONDS),
      setInterval(() => {
        if (this.#isLooking) return;
        this.#isLooking = true;
        this.#looking = Promise.all([
          this.#look().catch((cause) => ports.trouble('no look at the jobs', cause)),
          ports.halting.look().catch((cause) => ports.trouble('no look at failing jobs', cause)),
          this.#lookAtConsents().catch((cause) => ports.trouble('no look at withdrawals', cause)),
        ])
          .then(() => undefined)
          .finally(() => {
            this.#isLooking = false;
          });
      }, LOOK_MILLISECONDS),
    ];
  }

  /** What a tick leaves undone is done a moment at a time, with whatever arrives in between. */
  #goOnByTurns(): void {
    const hasMore = this.#ports.dispatcher.goOn();
    this.#goOn = hasMore ? setImmediate(() => this.#goOnByTurns()) : null;
  }

  /** A pause must take effect within a second on every coordinator, so it asks often; and seldom for more than a number. */
  async #look(): Promise<void> {
    const { db, dispatcher } = this.#ports;
    const fingerprint = await fingerprintJobs(db);
    const changed = fingerprint !== this.#fingerprint;
    if (!changed && ++this.#unchanged < LOOK_ALL) return;
    this.#unchanged = 0;
    const known = [...dispatcher.activity().jobs.keys()];
    for (const job of await findEndedJobs(db, known)) dispatcher.jobEnded(job);
    // The dispatcher looks for all running jobs, whichever it is told of.
    dispatcher.lookForJobs();
    this.#fingerprint = fingerprint;
  }

  async #lookAtConsents(): Promise<void> {
    const { consents } = this.#ports;
    await consents.look();
    const now = performance.now();
    if (now - this.#swept < SWEEP_MILLISECONDS) return;
    if (!(await consents.sweep())) this.#swept = now;
  }

  /** Ticks no more; resolves after the last one. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#goOn) clearImmediate(this.#goOn);
    await this.#ticking;
    await this.#looking;
  }
}
