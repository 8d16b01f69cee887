/** What pages show of a job: a part of what `/v1/jobs` answers. Amounts and fuel are decimal strings. */
export interface JobProgress {
  readonly job: string;
  readonly title: string;
  readonly kernel: string;
  readonly kernelName: string;
  readonly researcher: string;
  readonly state: 'quoted' | 'running' | 'certified' | 'cancelled';
  readonly reason: string;
  readonly items: number;
  readonly held: number;
  readonly final: number;
  readonly refuted: number;
  readonly seats: number;
  readonly budget: string | null;
  readonly secondsLeft: number | null;
}

/** The coordinator's public list of jobs, or null when it does not answer. */
export async function fetchJobs(): Promise<readonly JobProgress[] | null> {
  try {
    const response = await fetch('/v1/jobs');
    return response.ok ? ((await response.json()) as { jobs: JobProgress[] }).jobs : null;
  } catch {
    return null;
  }
}
