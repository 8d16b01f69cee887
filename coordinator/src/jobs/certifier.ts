import type { Certificate, JobId } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findFinishedJobs } from '../db/jobs/find-finished-jobs.ts';
import { findJob } from '../db/jobs/find-job.ts';
import { certify } from './certify.ts';
import type { Signer } from './desk.ts';

/** What the certifier works with, and whom it tells. */
export interface CertifierPorts {
  readonly db: Db;
  readonly signer: Signer;
  certified(job: JobId, certificate: Certificate): void;
  trouble(what: string, cause: unknown): void;
}

/** Jobs that became complete are certified at once; those of other coordinators, or from before a restart, by this. */
const LOOK_MILLISECONDS = 1_000;

/** Certifies jobs as they become ready, one after the other. */
export class Certifier {
  readonly #ports: CertifierPorts;
  readonly #timer: NodeJS.Timeout;
  #round: Promise<void> | null = null;
  #again = false;

  constructor(ports: CertifierPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  /** Looks for ready jobs now, or once more after the present round. */
  look(): void {
    if (this.#round !== null) {
      this.#again = true;
      return;
    }
    this.#round = this.#certifyReady()
      .catch((cause) => this.#ports.trouble('certification failed', cause))
      .finally(() => {
        this.#round = null;
        if (!this.#again) return;
        this.#again = false;
        this.look();
      });
  }

  /** Finishes the present round and looks no more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#round !== null) {
      this.#again = false;
      await this.#round;
    }
  }

  async #certifyReady(): Promise<void> {
    const { db } = this.#ports;
    for (const id of await findFinishedJobs(db))
      await this.#certify(id).catch((cause) => this.#ports.trouble(`certifying job ${id} failed`, cause));
  }

  async #certify(id: JobId): Promise<void> {
    const { db, signer } = this.#ports;
    const job = await findJob(db, id);
    const certificate = job === null ? null : await certify(db, job, signer);
    if (certificate !== null) this.#ports.certified(id, certificate);
  }
}
