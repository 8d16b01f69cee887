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

  /** Remembers the last {@link LIMITS.jobsPerConnection} told. */
  learn(job: JobFrame): void {
    this.#jobs.delete(job.number);
    this.#jobs.set(job.number, job);
    if (this.#jobs.size > LIMITS.jobsPerConnection)
      this.#jobs.delete(this.#jobs.keys().next().value as number);
  }

  /** Null when the job was never told. */
  join({ assignment, job: number, lengths, inputs }: AssignFrame): Assignment | null {
    const told = this.#jobs.get(number);
    if (!told) return null;
    const { kind: _kind, number: _number, ...facts } = told;
    return { ...facts, assignment, lengths, inputs };
  }
}
