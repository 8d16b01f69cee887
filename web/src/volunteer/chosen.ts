/** Jobs that come first here, by an invitation or by choice. */
import { LIMITS } from '@manyhands/protocol';
import { signal } from '@preact/signals';
import { ask } from '../shared/ask.ts';
import type { JobProgress } from '../shared/progress.ts';

/** Ids of jobs that come first, whatever their category; none: any job. */
export const chosenJobs = signal<readonly string[]>([]);
/** Whether others follow while these have no work, or nothing else runs. */
export const others = signal(false);
/** The job that the address names; null: it is not known here; undefined: there is none, or not yet. */
export const invited = signal<JobProgress | null | undefined>(undefined);

/** What the address of the page invites to: the id of a job, or null. */
export function jobIn(search: string): string | null {
  const job = new URLSearchParams(search).get('job');
  return job !== null && /^[0-9a-f]{32}$/.test(job) ? job : null;
}

export const invitationTo = (job: string): string => new URL(`/?job=${job}`, location.href).href;

/** Asks for the job of an invitation. */
export async function openInvitation(search: string): Promise<void> {
  const job = jobIn(search);
  if (job === null) return;
  invited.value = await ask<JobProgress>(`/v1/jobs/${job}`).catch(() => null);
}

export const isOver = ({ state }: JobProgress): boolean => state === 'certified' || state === 'cancelled';

/** Adds a job to the chosen ones, or takes it away. */
export function chooseJob(job: string, isOn: boolean): void {
  const rest = chosenJobs.value.filter((each) => each !== job);
  chosenJobs.value = isOn ? [...rest, job].slice(-LIMITS.chosenJobs) : rest;
}

/** Whether a job has a word in what is shown of it. */
export function hasWord({ title, researcher, kernelName, category }: JobProgress, word: string): boolean {
  const shown = [title, researcher, kernelName, category].join(' ').toLowerCase();
  return shown.includes(word.trim().toLowerCase());
}
