import { type JobId, planKeep } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { freeSegments } from '../db/folds/free-segments.ts';
import { takeUnfolded, type UnfoldedSlice } from '../db/folds/take-unfolded.ts';
import { findJob } from '../db/jobs/find-job.ts';
import { foldSlice } from './fold-slice.ts';

export interface FolderPorts {
  readonly db: Db;
  /** Another slice of a job is folded: it may be ready for its certificate. */
  folded(job: JobId): void;
  trouble(what: string, cause: unknown): void;
}

const LOOK_MILLISECONDS = 250;
/** Bytes of dropped answers whose room is made usable together. */
const FREE_BYTES = 16 * 1024 * 1024;

/** Folds the settled slices of jobs that keep a fold, one after the other, whoever settled them. */
export class Folder {
  readonly #ports: FolderPorts;
  readonly #timer: NodeJS.Timeout;
  #round: Promise<void> | null = null;
  #dropped = 0;
  #stopping = false;

  constructor(ports: FolderPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  /** Folds what is to be folded now, unless that is under way. */
  look(): void {
    this.#round ??= this.#foldAll()
      .catch((cause) => this.#ports.trouble('folding results failed', cause))
      .finally(() => {
        this.#round = null;
      });
  }

  /** Finishes the present slice and folds no more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #foldAll(): Promise<void> {
    while (!this.#stopping) {
      const slice = await takeUnfolded(this.#ports.db);
      if (slice === null) return;
      await this.#fold(slice);
    }
  }

  async #fold(slice: UnfoldedSlice): Promise<void> {
    const { db, folded } = this.#ports;
    const job = await findJob(db, slice.job);
    if (job === null || job.keep === null) return;
    const dropped = await foldSlice(db, planKeep(job.keep, job.outputs), slice);
    if (dropped === null) return;
    folded(slice.job);
    this.#dropped += dropped;
    if (this.#dropped < FREE_BYTES) return;
    this.#dropped = 0;
    await freeSegments(db);
  }
}
