import type { JobId } from '@manyhands/protocol';
import { haltFailing } from '../db/jobs/halt-failing.ts';
import { nameHalt } from '../db/jobs/name-halt.ts';
import type { Desk } from './desk.ts';
import { findFailed } from './failed-items.ts';
import type { Failures } from './failures.ts';
import { endChargedJobs, jobOf } from './start.ts';

/** Pauses jobs of which too many items failed, and then says which was the first and why; and ends those that were cancelled and wait for it. */
export class Halting {
  readonly #desk: Desk;
  readonly #failures: Failures;
  readonly #trouble: (what: string, cause: unknown) => void;

  constructor(desk: Desk, failures: Failures, trouble: (what: string, cause: unknown) => void) {
    this.#desk = desk;
    this.#failures = failures;
    this.#trouble = trouble;
  }

  /** Pauses at once; the why comes when a sandbox has found out. */
  async look(): Promise<void> {
    await endChargedJobs(this.#desk);
    const halted = await haltFailing(this.#desk.db);
    if (halted.length > 0) this.#desk.dispatcher.lookForJobs();
    for (const id of halted)
      void this.#name(id).catch((cause) => this.#trouble('no reason for a job that paused by itself', cause));
  }

  async #name(id: JobId): Promise<void> {
    const job = await jobOf(this.#desk, id);
    const [first] = await findFailed(this.#desk, job, { from: 0, most: 1 });
    if (first === undefined) return;
    await nameHalt(this.#desk.db, id, { first: first.item });
    const { message } = await this.#failures.about(job, first);
    if (message !== null) await nameHalt(this.#desk.db, id, { first: first.item, message });
  }
}
