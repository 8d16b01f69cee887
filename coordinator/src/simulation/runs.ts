/** Many simulations, some at a time in processes of their own; what was computed once is not computed again. */
import { fork } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simulatePolicy } from './policies.ts';
import type { Report } from './report.ts';
import type { Settings } from './settings.ts';

/** One simulation: the same run gives the same report. */
export interface Run {
  readonly policy: string;
  readonly settings: Omit<Settings, 'sleeps'> & { readonly sleeps?: number };
}

export interface Running {
  /** Processes at once; one: no other process than this. */
  readonly jobs: number;
  /** File of finished runs, a JSON line each: read first, and added to. It is for one version of the code. */
  readonly keep?: string;
  /** Told of each finished run, those from the file included. */
  readonly progress?: (done: number, of: number, run: Run, report: Report) => void;
}

/** The reports of `runs`, in their order. */
export async function runAll(
  runs: readonly Run[],
  { jobs, keep, progress = () => {} }: Running,
): Promise<Report[]> {
  const known = keep === undefined ? new Map<string, Report>() : readKept(keep);
  const reports: Report[] = [];
  const left = new Set(runs.keys());
  let done = 0;
  const finish = (at: number, report: Report): void => {
    reports[at] = report;
    progress(++done, runs.length, runs[at], report);
  };
  for (const at of left) {
    const report = known.get(nameOf(runs[at]));
    if (report === undefined) continue;
    left.delete(at);
    finish(at, report);
  }
  const work = async (simulate: (run: Run) => Promise<Report>): Promise<void> => {
    for (const at of left) {
      left.delete(at);
      const report = await simulate(runs[at]);
      if (keep !== undefined) appendFileSync(keep, `${JSON.stringify({ name: nameOf(runs[at]), report })}\n`);
      finish(at, report);
    }
  };
  if (jobs <= 1) await work(({ policy, settings }) => simulatePolicy(policy, settings));
  else await Promise.all(Array.from({ length: Math.min(jobs, left.size) }, () => besides(work)));
  return reports;
}

const nameOf = (run: Run): string => JSON.stringify(run);

/** A line that a killed process left half written is computed again. */
function readKept(file: string): Map<string, Report> {
  const kept = new Map<string, Report>();
  if (!existsSync(file)) return kept;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const { name, report } = JSON.parse(line) as { name: string; report: Report };
      kept.set(name, report);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return kept;
}

const CHILD = fileURLToPath(new URL('../../dist/simulation/child.js', import.meta.url));

/** Works with a process that simulates one run after the other. */
async function besides(work: (simulate: (run: Run) => Promise<Report>) => Promise<void>): Promise<void> {
  const child = fork(CHILD);
  const simulate = (run: Run): Promise<Report> =>
    new Promise((resolve, reject) => {
      const died = (code: number | null): void =>
        reject(new Error(`a simulating process ended with ${code}`));
      child.once('exit', died);
      child.once('message', (report) => {
        child.off('exit', died);
        resolve(report as Report);
      });
      child.send(run);
    });
  try {
    await work(simulate);
  } finally {
    child.kill();
  }
}
