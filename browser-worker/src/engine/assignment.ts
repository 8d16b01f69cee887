import { type AssignFrame, type JobFrame, LIMITS } from '@manyhands/protocol';

/** What one seat computes: the items of one message, with the facts of their job. */
export type Assignment = Omit<JobFrame, 'kind' | 'number'> & Omit<AssignFrame, 'kind' | 'job'>;

/** The jobs that a coordinator told of on the present connection, by their numbers there. */
export class KnownJobs {
  readonly #jobs = new Map<number, JobFrame>();

  /** A new connection numbers anew. */
  forget(): void {
    this.#jobs.clear();
  }

  /** A number told again means the later job; numbers out of bounds are ignored. */
  learn(job: JobFrame): void {
    if (job.number < LIMITS.jobsPerConnection) this.#jobs.set(job.number, job);
  }

  /** Null when the job was never told. */
  join({ assignment, job: number, lengths, inputs }: AssignFrame): Assignment | null {
    const told = this.#jobs.get(number);
    if (!told) return null;
    const { kind: _kind, number: _number, ...facts } = told;
    return { ...facts, assignment, lengths, inputs };
  }
}
