import type { Progress } from '@manyhands/sdk';
import { ask } from './ask.ts';

/** What pages show of a job: a part of what `/v1/jobs` answers. */
export type JobProgress = Pick<
  Progress,
  | 'job'
  | 'title'
  | 'kernel'
  | 'kernelName'
  | 'researcher'
  | 'category'
  | 'state'
  | 'reason'
  | 'items'
  | 'held'
  | 'final'
  | 'refuted'
  | 'seats'
  | 'budget'
  | 'secondsLeft'
>;

/** The coordinator's public list of jobs, or null when it does not answer. */
export const fetchJobs = (): Promise<readonly JobProgress[] | null> =>
  ask<{ jobs: JobProgress[] }>('/v1/jobs').then(
    ({ jobs }) => jobs,
    () => null,
  );
