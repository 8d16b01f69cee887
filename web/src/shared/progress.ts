import type { Progress } from '@manyhands/sdk';

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
export async function fetchJobs(): Promise<readonly JobProgress[] | null> {
  try {
    const response = await fetch('/v1/jobs');
    return response.ok ? ((await response.json()) as { jobs: JobProgress[] }).jobs : null;
  } catch {
    return null;
  }
}
