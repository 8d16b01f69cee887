import type { JobId } from '@manyhands/protocol';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { accountOf } from './accounts.ts';
import type { Desk } from './desk.ts';
import { refuseForeign } from './spending.ts';
import { ownJob } from './start.ts';

/** Pairs of a key and a job that are remembered, and for how long: a key may be revoked. */
const REMEMBERED = 1_024;
const REMEMBERED_MS = 5_000;

/**
 * Who calls which running job: looked up every few seconds, because a call is answered in milliseconds. What a call
 * needs of a job was fixed at its start; whether it still runs is asked of the database with each call.
 */
export class Callers {
  readonly #desk: Desk;
  readonly #jobs = new Map<string, { readonly job: JobRecord; readonly until: number }>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Throws KEY_REFUSED, KEY_EXPIRED, LIMITED_KEY or JOB_UNKNOWN. */
  async jobOf(authorization: string | undefined, id: JobId): Promise<JobRecord> {
    const pair = `${id} ${authorization}`;
    const known = this.#jobs.get(pair);
    if (known && known.until > performance.now()) return known.job;
    const researcher = await accountOf(this.#desk.db, authorization);
    const job = await ownJob(this.#desk, researcher, id);
    await refuseForeign(this.#desk.db, researcher, job);
    if (job.state === 'running' && !job.paused) this.#remember(pair, job);
    return job;
  }

  #remember(pair: string, job: JobRecord): void {
    this.#jobs.delete(pair);
    this.#jobs.set(pair, { job, until: performance.now() + REMEMBERED_MS });
    const [oldest] = this.#jobs.keys();
    if (this.#jobs.size > REMEMBERED) this.#jobs.delete(oldest);
  }
}
