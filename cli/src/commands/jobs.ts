import { manyhands, type Progress } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, jobId, wholeNumber } from '../options.ts';
import { count, percent, progressLines } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';
import { plainWords, tableLines } from '../table-lines.ts';

const LISTED = 100;

interface JobsOptions {
  readonly coordinator: string;
  readonly key?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

export const jobsCommand = (finish: Finish): Command =>
  new Command('jobs')
    .description('list your jobs at a coordinator, newest first')
    .option('--all', 'everybody’s')
    .option('--coordinator <url>', 'where they run', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key <key>', 'API key (else the stored one)')
    .option('--json', 'write one JSON object instead of text')
    .action(acting<JobsOptions>(finish, jobs));

async function jobs(screen: Screen, { coordinator, key, all }: JobsOptions): Promise<ExitCode> {
  const found = all
    ? await manyhands(coordinator).jobs()
    : await (await (await clientFor(coordinator, { key })).ownJobs({ limit: LISTED })).jobs;
  for (const line of jobsTable(found)) screen.line(line);
  screen.result({ jobs: found });
  return EXIT.ok;
}

/** A job a line. */
export function jobsTable(jobs: readonly Progress[]): string[] {
  if (jobs.length === 0) return ['No jobs yet: “manyhands run” starts one.'];
  const cells = jobs.map(({ job, title, state, createdAt, final, items }) => [
    job,
    state,
    createdAt.slice(0, 16).replace('T', ' '),
    plainWords(title).slice(0, 40),
    count(items),
    items === 0 ? '–' : percent(final / items),
  ]);
  return tableLines([['job', 'state', 'made (UTC)', 'title', 'items', 'final'], ...cells], 4);
}

interface WatchOptions {
  readonly coordinator: string;
  readonly every: number;
  readonly json?: boolean;
}

export const watchCommand = (finish: Finish): Command =>
  new Command('watch')
    .description('show how a job goes until it is certified or cancelled')
    .argument('<job>', 'its id, 32 hex digits', jobId)
    .option('--every <seconds>', 'how often to look', wholeNumber(1, 3600), 1)
    .option('--coordinator <url>', 'where it runs', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--json', 'write a JSON object in a line each time')
    .action(acting<WatchOptions>(finish, watch));

const watch = (screen: Screen, options: WatchOptions, [id]: string[]): Promise<ExitCode> =>
  stoppable(
    () => undefined,
    (signal) => watchUntil(signal, screen, options, id),
  );

async function watchUntil(
  signal: AbortSignal,
  screen: Screen,
  { coordinator, every }: WatchOptions,
  id: string,
): Promise<ExitCode> {
  const job = manyhands(coordinator).job(id);
  for (;;) {
    const progress = await job.progress();
    const lines = progressLines(progress, null);
    screen.result(progress);
    if (progress.state === 'certified' || progress.state === 'cancelled') {
      for (const line of [...lines, `${plainWords(progress.title)}: ${progress.state}`]) screen.line(line);
      return progress.state === 'certified' ? EXIT.ok : EXIT.failed;
    }
    screen.live(lines);
    if (await stopsWithin(signal, every * 1000)) return EXIT.ok;
  }
}

async function stopsWithin(signal: AbortSignal, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([late, aborted(signal)]);
  clearTimeout(timer);
  return signal.aborted;
}
