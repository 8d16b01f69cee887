import { setTimeout } from 'node:timers/promises';
import type { Job, JobFold, Progress } from '@manyhands/sdk';
import { progressLines } from './progress-lines.ts';
import type { ResultFile } from './result-file.ts';
import type { Screen } from './screen.ts';

const REFRESH_MS = 500;

/** Streams a job's results to a file and shows how it goes, until the last row. Rejects when aborted. */
export async function followJob(
  job: Job,
  file: ResultFile,
  screen: Screen,
  signal?: AbortSignal,
): Promise<Progress> {
  let rows = file.next;
  const done = new AbortController();
  const showing = showProgress(job, screen, done.signal, () => rows);
  try {
    await file.follow(job, {
      signal,
      onRows: (count) => {
        rows = count;
      },
    });
  } finally {
    done.abort();
    await showing;
  }
  const progress = await job.progress();
  for (const line of progressLines(progress, rows)) screen.line(line);
  return progress;
}

/** Shows how a job goes that keeps a fold until it is certified, and gives the fold. Rejects when aborted. */
export async function followFold(job: Job, screen: Screen, signal: AbortSignal): Promise<JobFold> {
  const done = new AbortController();
  const showing = showProgress(job, screen, done.signal, () => 0);
  try {
    await job.certified(signal);
  } finally {
    done.abort();
    await showing;
  }
  return job.fold();
}

async function showProgress(
  job: Job,
  screen: Screen,
  signal: AbortSignal,
  rows: () => number,
): Promise<void> {
  while (!signal.aborted) {
    // The stream of results has its own reconnection and its own failure; here a missing figure is only that.
    const progress = await job.progress().catch(() => null);
    if (progress !== null && !signal.aborted) screen.live(progressLines(progress, rows()));
    await setTimeout(REFRESH_MS, undefined, { signal }).catch(() => undefined);
  }
}
