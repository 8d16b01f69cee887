import type { JobId } from '@manyhands/protocol';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { accountOf } from './accounts.ts';
import type { Desk } from './desk.ts';
import { ownJob } from './start.ts';

/** Pairs of a key and a job that are remembered. */
const REMEMBERED = 1_024;

/**
 * Who calls which running job: looked up once, because a call is answered in milliseconds. Keys never change hands, and
 * what a call needs of a job was fixed at its start; whether it still runs is asked of the database with each call.
 */
export class Callers {
  readonly #desk: Desk;
  readonly #jobs = new Map<string, JobRecord>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Throws KEY_REFUSED or JOB_UNKNOWN. */
  async jobOf(authorization: string | undefined, id: JobId): Promise<JobRecord> {
    const pair = `${id} ${authorization}`;
    const known = this.#jobs.get(pair);
    if (known) return known;
    const job = await ownJob(this.#desk, await accountOf(this.#desk.db, authorization), id);
    if (job.state === 'running' && !job.paused) this.#remember(pair, job);
    return job;
  }

  #remember(pair: string, job: JobRecord): void {
    this.#jobs.set(pair, job);
    const [oldest] = this.#jobs.keys();
    if (this.#jobs.size > REMEMBERED) this.#jobs.delete(oldest);
  }
}
